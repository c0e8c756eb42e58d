// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrar: answers REGISTER as long as it lives. @rfc{3261,10.3} */
#pragma once

#include <memory>
#include <string>

#include "sipcore/export.h"
#include "sipcore/stack.h"

namespace sipcore {

/** The feature of REGISTER. Without it REGISTER gets 405. */
class SIPCORE_API Registrar {
public:
    /**
     * Turns the registrar on.
     * @param stack  must outlive it
     * @return the registrar; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it waits until no REGISTER is being worked on
     */
    static Outcome<std::unique_ptr<Registrar>> create(Stack& stack);
    virtual ~Registrar() = default;
    /** What `unregister` came to. */
    enum class Unregistered : unsigned char { done, not_registered, unknown };
    /**
     * Ends the bindings of an endpoint as if their time were over; nothing is sent to it.
     * @param endpoint  its name
     * @threads any that holds nothing; waits for a strand
     */
    virtual Unregistered unregister(const std::string& endpoint) = 0;
};

}  // namespace sipcore

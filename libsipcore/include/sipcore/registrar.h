// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrar: answers REGISTER as long as it lives. @rfc{3261,10.3} */
#pragma once

#include <memory>

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
};

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file Devices that are kept elsewhere, as in a database, and asked for when a stranger comes. */
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sipcore/address.h"
#include "sipcore/export.h"

namespace sipcore {

class Stack;

/** What became of a question. */
enum class DeviceAnswer : std::uint8_t {
    settled,      ///< the device is in force now, or it is known that there is none
    unavailable,  ///< nobody can tell now: the database does not answer
};

/** Where devices are kept that the configuration in force does not have. Implemented by the host's module, which does what takes
 *  time in threads of its own. */
class DeviceSource {
public:
    virtual ~DeviceSource() = default;
    /**
     * Asks for a device of which the stack knows nothing. A worker asks: it must return at once.
     * @param name    whom the stranger says to be; may be empty
     * @param source  where it is, by which a device may be known as well
     * @param then    called once, in any thread that holds nothing, unless false is returned
     * @return false when nobody is asked: there are no such devices, it was just found that there is none, or too many ask
     * @threads any
     */
    virtual bool want(const std::string& name, const SocketAddress& source, std::function<void(DeviceAnswer)> then) = 0;
    /** A device of such a place proved who it is: what is known of it may be looked at again. Must return at once. @threads any */
    virtual void used(const std::string& name) = 0;
    /** Whether a device that is known was not read for good: who wants to see it as it is now has to ask. @threads any */
    virtual bool is_read_anew(const std::string& name) = 0;
};

/** Sets who has devices that the configuration lacks; null: nobody has. Whoever it is outlives the stack. @threads the loader's */
SIPCORE_API void set_device_source(DeviceSource* source);
/** Who has them; null: nobody. @threads any */
SIPCORE_API DeviceSource* device_source();
/**
 * Asks for a device of the place where such are kept that the configuration lacks, and waits until it is in force or it is known
 * that there is none; a few seconds at most. One that is known is not asked for.
 * @param stack  whose device it is to be
 * @param name   the device's
 * @return whether there is an endpoint of that name now
 * @threads one that may wait and holds nothing: a channel's, a console's; never a worker
 */
SIPCORE_API bool fetch_device(Stack& stack, const std::string& name);
/** The same for who wants to see it as it is now: one that is known but was not read for good is asked for as well. */
SIPCORE_API bool read_device(Stack& stack, const std::string& name);

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file What `SIP/name` shows as a device: decided from its address, its calls and how it answers. Pure. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chan_sip {

/** States of a device. */
enum class DeviceState : std::uint8_t {
    invalid, unavailable, on_hold, ringing, ringing_in_use, busy, in_use, not_in_use
};

/** What decides about a device's state. */
struct DeviceFacts {
    bool known = false;          ///< whether there is an endpoint of that name
    bool has_address = false;    ///< whether it is registered or has a fixed address
    bool silent = false;         ///< whether it was asked, and answered late or not at all
    unsigned in_use = 0;         ///< its calls
    unsigned ringing = 0;        ///< those of them that ring
    unsigned on_hold = 0;        ///< those of them that it holds
    unsigned limit = 0;          ///< most calls at once; 0: calls are not counted
    unsigned busy_level = 0;     ///< calls from which on it is busy; 0: from the limit on
};

/** The state that these facts make: the first that applies. @threads any */
DeviceState device_state(const DeviceFacts& facts);

/** The endpoint that a device name means: what stands behind the first `@`, otherwise all of it. @threads any */
std::string_view endpoint_of_device(std::string_view device);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The rules of device state, in their order. */
#include "channel/device_state.h"

namespace chan_sip {

DeviceState device_state(const DeviceFacts& facts)
{
    if (!facts.known)
        return DeviceState::invalid;
    if (!facts.has_address)
        return DeviceState::unavailable;
    if (facts.on_hold)
        return DeviceState::on_hold;
    if (facts.ringing)
        return facts.ringing == facts.in_use ? DeviceState::ringing : DeviceState::ringing_in_use;
    if (facts.limit && facts.in_use == facts.limit)
        return DeviceState::busy;
    if (facts.limit && facts.busy_level && facts.in_use >= facts.busy_level)
        return DeviceState::busy;
    if (facts.limit && facts.in_use)
        return DeviceState::in_use;
    return facts.silent ? DeviceState::unavailable : DeviceState::not_in_use;
}

std::string_view endpoint_of_device(std::string_view device)
{
    auto at = device.find('@');
    return at == std::string_view::npos ? device : device.substr(at + 1);
}

}  // namespace chan_sip

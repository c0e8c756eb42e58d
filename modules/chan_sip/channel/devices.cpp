// SPDX-License-Identifier: GPL-2.0-only
/** @file Device state of `SIP/name`: facts gathered without waiting, then decided. */
#include "channel/devices.h"

#include "channel/device_state.h"
#include "driver.h"
#include "pbx/asterisk.h"

namespace chan_sip {
namespace {

/** What is known about an endpoint. */
DeviceFacts facts_of(Driver& driver, std::string_view name)
{
    auto status = driver.stack().endpoints().find(name);
    if (!status)
        return {};
    using sipcore::Reachability;
    DeviceFacts facts{
        .known = true,
        .has_address = static_cast<bool>(status->address),
        .silent = status->reachability == Reachability::lagged || status->reachability == Reachability::unreachable,
        .limit = status->endpoint->call_limit,
        .busy_level = status->endpoint->device_state_busy_at,
    };
    if (auto use = driver.uses().find(status->endpoint->name)) {
        facts.in_use = use->in_use;
        facts.ringing = use->ringing;
        facts.on_hold = use->on_hold;
    }
    return facts;
}

/** A state in Asterisk's number. */
int number_of(DeviceState state)
{
    switch (state) {
    case DeviceState::invalid: return AST_DEVICE_INVALID;
    case DeviceState::unavailable: return AST_DEVICE_UNAVAILABLE;
    case DeviceState::on_hold: return AST_DEVICE_ONHOLD;
    case DeviceState::ringing: return AST_DEVICE_RINGING;
    case DeviceState::ringing_in_use: return AST_DEVICE_RINGINUSE;
    case DeviceState::busy: return AST_DEVICE_BUSY;
    case DeviceState::in_use: return AST_DEVICE_INUSE;
    case DeviceState::not_in_use: return AST_DEVICE_NOT_INUSE;
    }
    return AST_DEVICE_UNKNOWN;
}

}  // namespace

int state_of_device(const char* name)
{
    auto* ours = driver();
    return ours ? number_of(device_state(facts_of(*ours, endpoint_of_device(name)))) : AST_DEVICE_UNKNOWN;
}

}  // namespace chan_sip

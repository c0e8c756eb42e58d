// SPDX-License-Identifier: GPL-2.0-only
/** @file What console and manager may ask about subscriptions, and NOTIFYs by order. */
#pragma once

#include "pbx/ami.h"
#include "pbx/cli.h"

namespace res_sip_pubsub {

/** `sip show subscriptions`, `sip notify`, and the action SIPnotify. */
class Commands {
public:
    /** Registers them. */
    Commands();

private:
    pbx::CliCommands console_;
    pbx::ManagerActions manager_;
};

}  // namespace res_sip_pubsub

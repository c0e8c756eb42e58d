// SPDX-License-Identifier: GPL-2.0-only
/** @file What console and manager may ask about subscriptions, and NOTIFYs by order. */
#pragma once

#include "pbx/ami.h"
#include "pbx/cli.h"
#include "sipcore/report.h"

namespace res_sip_pubsub {

/** `sip show subscriptions` and `sip show mwi`, the same for programs, `sip notify`, and the action SIPnotify. */
class Commands {
public:
    /** Registers them. */
    Commands();

private:
    pbx::CliCommands console_;
    pbx::ManagerActions manager_;
    sipcore::ReportOffer subscriptions_;
    sipcore::ReportOffer remote_mailboxes_;
};

}  // namespace res_sip_pubsub

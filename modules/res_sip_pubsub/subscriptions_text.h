// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions as the console shows them, and as programs are told of them. Pure: no call of Asterisk's. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/pubsub.h"
#include "sipcore/report.h"

namespace res_sip_pubsub {

/** What `sip show subscriptions` prints. */
std::string subscriptions_text(const std::vector<sipcore::SubscriptionStatus>& all);
/** What `sip show mwi` prints. */
std::string remote_mailboxes_text(const std::vector<sipcore::RemoteMailboxStatus>& all);
/** A line of `sip show subscriptions` for programs, uncut. */
sipcore::Record record_of(const sipcore::SubscriptionStatus& subscription);
/** A line of `sip show mwi` for programs, uncut. */
sipcore::Record record_of(const sipcore::RemoteMailboxStatus& mailbox);
/** The console's word for a state: `Idle`, `InUse&Ringing`, … */
std::string state_text(const sipcore::HintState& state);

}  // namespace res_sip_pubsub

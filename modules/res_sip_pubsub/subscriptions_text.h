// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions as the console shows them. Pure: no call of Asterisk's. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/pubsub.h"

namespace res_sip_pubsub {

/** What `sip show subscriptions` prints. */
std::string subscriptions_text(const std::vector<sipcore::SubscriptionStatus>& all);
/** What `sip show mwi` prints. */
std::string remote_mailboxes_text(const std::vector<sipcore::RemoteMailboxStatus>& all);
/** The console's word for a state: `Idle`, `InUse&Ringing`, … */
std::string state_text(const sipcore::HintState& state);

}  // namespace res_sip_pubsub

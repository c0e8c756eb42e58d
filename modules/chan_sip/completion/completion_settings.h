// SPDX-License-Identifier: GPL-2.0-only
/** @file What an endpoint's options say about call completion, as Asterisk's core wants it. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/endpoint.h"

namespace chan_sip {

/**
 * Sets a channel's parameters of call completion.
 * @param channel   locked
 * @param settings  its endpoint's
 * @threads who made the channel
 * @option{cc_agent_policy} @option{cc_monitor_policy} @option{cc_offer_timer} @option{ccnr_available_timer}
 * @option{ccbs_available_timer} @option{cc_recall_timer} @option{cc_max_agents} @option{cc_max_monitors}
 * @option{cc_callback_sub} @option{cc_agent_dialstring}
 */
void set_completion(ast_channel* channel, const sipcore::config::CallCompletion& settings);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file A channel for an outgoing call, made from a dial string before anything is sent. */
#pragma once

#include <expected>
#include <string>

#include "pbx/asterisk.h"

namespace chan_sip {

/** What Asterisk asks for. */
struct ChannelRequest {
    std::string text;                            ///< behind `SIP/`
    ast_format_cap* formats = nullptr;           ///< what the caller speaks, lent
    const ast_assigned_ids* ids = nullptr;       ///< ids to give, lent
    const ast_channel* requestor = nullptr;      ///< who asks, lent
};

/**
 * Makes a channel in state DOWN.
 * @return the channel, unlocked; the Q.850 cause when it cannot be: 58 without a format, 6 and 27 for texts that name
 *         nobody, 20 when the endpoint cannot be reached, 42 without ports or memory
 * @threads any
 * @owner the caller, who hangs it up
 */
std::expected<ast_channel*, int> request(const ChannelRequest& wanted);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Making the channel of a call, in either direction. */
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "channel/call.h"
#include "pbx/asterisk.h"

namespace chan_sip {

/** What a new channel is made with, beside what its call says. */
struct ChannelPlan {
    enum ast_channel_state state = AST_STATE_DOWN;        ///< RING for an incoming call
    std::string context;                             ///< where it begins
    std::string extension;                           ///< where it begins; may be empty
    sipcore::config::CallerId caller;                ///< who calls
    const ast_assigned_ids* ids = nullptr;           ///< ids to give, lent
    const ast_channel* requestor = nullptr;          ///< who asked for it, lent
    std::vector<std::pair<std::string, std::string>> variables;  ///< set on it, in order
};

/**
 * Makes the channel of a call and gives it the call.
 * @param name  the channel's name
 * @return the channel, unlocked; null when Asterisk makes none
 * @threads any
 * @owner the caller, who starts the dialplan on it or hangs it up
 */
ast_channel* make_channel(Call& call, const std::string& name, const ChannelPlan& plan);

}  // namespace chan_sip

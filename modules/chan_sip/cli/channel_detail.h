// SPDX-License-Identifier: GPL-2.0-only
/** @file What the console shows of one call, gathered under its channel's lock. */
#pragma once

#include <optional>
#include <string>

#include "channel/call.h"
#include "cli/channel_stats_text.h"
#include "cli/show_channel_text.h"

namespace chan_sip {

/** The number of who is at the other end: a caller's as it came, that of somebody who is called, or whose channel has
 *  gone (null), as it is configured; empty without one. @threads who holds the channel's lock */
std::string number_of_party(const Call& call, const ast_channel* channel);

/** Adds what the options of an endpoint say of its dialogs. @threads any */
void add_options(ChannelDetail& detail, const sipcore::config::Endpoint& settings);

/** All of a call whose Call-ID begins as asked; nothing for any other. @threads the console's */
std::optional<ChannelDetail> detail_of(Call& call, const std::string& asked);

/** The audio of a call; nothing without any. @threads the console's */
std::optional<ChannelStats> stats_of(Call& call);

}  // namespace chan_sip

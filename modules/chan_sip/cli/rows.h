// SPDX-License-Identifier: GPL-2.0-only
/** @file What is shown of the calls that there are, gathered for console and manager alike. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "channel/call.h"
#include "cli/channel_stats_text.h"
#include "cli/show_channel_text.h"
#include "cli/show_channels_text.h"

namespace chan_sip {

/** The calls there are. @threads any that holds nothing */
std::vector<std::shared_ptr<Call>> calls_to_show();
/** A row for each call. @threads any that holds nothing */
std::vector<ChannelRow> channel_rows();
/** All of each call whose Call-ID begins as asked. @threads any that holds nothing */
std::vector<ChannelDetail> channel_details(const std::string& asked);
/** The audio of each call that has any. @threads any that holds nothing */
std::vector<ChannelStats> channel_stats();
/** The calls of endpoints, as counted: of those with a limit, or of all; by name. @threads any that holds nothing */
std::vector<UseRow> use_rows(bool all);

}  // namespace chan_sip

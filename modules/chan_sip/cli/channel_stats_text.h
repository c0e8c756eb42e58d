// SPDX-License-Identifier: GPL-2.0-only
/** @file The texts of `sip show channelstats` and `sip show inuse`, column by column as the old driver printed them. Pure. */
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace chan_sip {

/** A share in percent; 0 of nothing. @threads any */
double percent(unsigned part, unsigned whole);

/** One way of a call's audio. */
struct FlowStats {
    unsigned packets = 0;  ///< that went
    unsigned lost = 0;     ///< of them
    double jitter = 0;     ///< in seconds
};

/** One line of `sip show channelstats`. */
struct ChannelStats {
    std::string address{};                          ///< IP of the other side
    std::string call_id{};                          ///< Call-ID
    std::optional<std::chrono::seconds> duration{}; ///< of the channel; none without one
    FlowStats received{};                           ///< from the other side
    FlowStats sent{};                               ///< to it
};

/** The whole answer of `sip show channelstats`. @threads any */
std::string channel_stats_text(const std::vector<ChannelStats>& calls);

/** One line of `sip show inuse`. */
struct UseRow {
    std::string endpoint{};  ///< its name
    unsigned in_use = 0;     ///< its calls
    unsigned ringing = 0;    ///< those of them that ring
    unsigned on_hold = 0;    ///< those of them that it holds
    unsigned limit = 0;      ///< most calls at once; 0: they are not counted
};

/** Those of them that have a limit. @threads any */
std::vector<UseRow> with_limit(std::vector<UseRow> rows);

/** The answer of `sip show inuse`. @threads any */
std::string in_use_text(const std::vector<UseRow>& rows);

}  // namespace chan_sip

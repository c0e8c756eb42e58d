// SPDX-License-Identifier: GPL-2.0-only
/** @file Formatting `sip show channelstats` and `sip show inuse`. */
#include "cli/channel_stats_text.h"

#include <format>

namespace chan_sip {
namespace {

/** Ten digits and a blank, or thousands and a K. */
std::string counter(unsigned count)
{
    constexpr unsigned many = 100000;
    return count > many ? std::format("{:010}K", count / 1000) : std::format("{:010} ", count);
}

/** `HH:MM:SS`, nothing without a channel. */
std::string clock_text(const std::optional<std::chrono::seconds>& duration)
{
    if (!duration)
        return {};
    auto seconds = duration->count();
    return std::format("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
}

/** One way: packets, lost ones with their share, jitter. */
std::string flow(const FlowStats& stats, unsigned whole)
{
    return std::format("{} {:010} ({:5.2f}%) {:<6.4f}", counter(stats.packets), stats.lost, percent(stats.lost, whole),
                       stats.jitter);
}

/** One line. */
std::string row_text(const ChannelStats& call)
{
    return std::format("{:<15.15}  {:<11.11}  {:<8.8} {} {}\n", call.address, call.call_id, clock_text(call.duration),
                       flow(call.received, call.received.packets + call.received.lost),
                       flow(call.sent, call.sent.packets));
}

}  // namespace

double percent(unsigned part, unsigned whole)
{
    return whole ? 100.0 * part / whole : 0.0;
}

std::string channel_stats_text(const std::vector<ChannelStats>& calls)
{
    auto text = std::format("{:<15.15}  {:<11.11}  {:<8.8} {:<10.10}  {:<10.10} (     %) {:<6.6} {:<10.10}  {:<10.10} (     %) {:<6.6}\n",
                            "Peer", "Call ID", "Duration", "Recv: Pack", "Lost", "Jitter", "Send: Pack", "Lost", "Jitter");
    for (const auto& call : calls)
        text += row_text(call);
    return text + std::format("{} active SIP channel{}\n", calls.size(), calls.size() == 1 ? "" : "s");
}

std::vector<UseRow> with_limit(std::vector<UseRow> rows)
{
    std::erase_if(rows, [](const auto& row) { return row.limit == 0; });
    return rows;
}

std::string in_use_text(const std::vector<UseRow>& rows)
{
    auto line = [](std::string_view name, std::string_view use, std::string_view limit) {
        return std::format("{:<25.25} {:<15.15} {:<15.15} \n", name, use, limit);
    };
    auto text = line("* Peer name", "In use", "Limit");
    for (const auto& row : rows)
        text += line(row.endpoint, std::format("{}/{}/{}", row.in_use, row.ringing, row.on_hold),
                     row.limit ? std::to_string(row.limit) : "N/A");
    return text;
}

}  // namespace chan_sip

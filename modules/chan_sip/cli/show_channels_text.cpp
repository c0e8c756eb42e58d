// SPDX-License-Identifier: GPL-2.0-only
/** @file Formatting `sip show channels`. */
#include "cli/show_channels_text.h"

#include <format>
#include <string_view>

namespace chan_sip {
namespace {

/** A row of eight columns; `hold` fills the two narrow ones between. */
std::string line(std::string_view address, std::string_view user, std::string_view call_id, std::string_view format,
                 std::string_view hold, std::string_view message, std::string_view refer, std::string_view endpoint)
{
    return std::format("{:<15.15}  {:<15.15}  {:<15.15}  {:<15.15}  {:<7.7}  {:<15.15} {:<10.10} {:<10.10}\n", address,
                       user, call_id, format, hold, message, refer, endpoint);
}

/** The given text, or what stands for an empty one. */
std::string_view or_else(const std::string& text, std::string_view otherwise)
{
    return text.empty() ? otherwise : std::string_view{text};
}

}  // namespace

std::string show_channels_text(const std::vector<ChannelRow>& rows)
{
    auto text = line("Peer", "User/ANR", "Call ID", "Format", "Hold", "Last Message", "Expiry", "Peer");
    for (const auto& row : rows) {
        auto hold = std::format("{:<3} {:<3}", row.held ? "Yes" : "No", row.ending ? "(d)" : "");
        text += line(row.address, or_else(row.user, "(None)"), row.call_id, or_else(row.format, "(nothing)"), hold,
                     row.last_message, row.refer, or_else(row.endpoint, "<guest>"));
    }
    return text + std::format("{} active SIP dialog{}\n", rows.size(), rows.size() == 1 ? "" : "s");
}

}  // namespace chan_sip

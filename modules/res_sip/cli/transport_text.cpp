// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show transports`. */
#include "cli/transport_text.h"

#include <algorithm>
#include <format>

#include "sipcore/via_word.h"

namespace res_sip {

using sipcore::via_word;

std::string transport_text(const std::vector<sipcore::ListenerStatus>& listeners, const std::vector<sipcore::ConnectionStatus>& connections,
                           const std::vector<sipcore::TransportFigures>& figures)
{
    auto text = std::format("{:<9} {:<47}\n", "Transport", "Listens at");
    for (const auto& listener : listeners)
        text += std::format("{:<9} {:<47.47}\n", via_word(listener.protocol), listener.bound.text());
    text += std::format("\n{:<9} {:>11} {:>12} {:>14} {:>12} {:>14}\n", "Transport", "Connections", "Received", "Octets", "Sent", "Octets");
    for (const auto& each : figures) {
        auto open = std::ranges::count(connections, each.protocol, &sipcore::ConnectionStatus::protocol);
        text += std::format("{:<9} {:>11} {:>12} {:>14} {:>12} {:>14}\n", via_word(each.protocol), open, each.received,
                            each.received_octets, each.sent, each.sent_octets);
    }
    return text;
}

}  // namespace res_sip

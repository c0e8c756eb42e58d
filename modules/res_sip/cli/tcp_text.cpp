// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show tcp`. */
#include "cli/tcp_text.h"

#include <format>

namespace res_sip {

std::string tcp_text(const std::vector<sipcore::ConnectionStatus>& connections)
{
    auto text = std::format("{:<47.47} {:>9.9} {:>6.6}\n", "Address", "Transport", "Type");
    for (const auto& connection : connections) {
        bool tls = connection.protocol == sipcore::config::Protocol::tls;
        if (!tls && connection.protocol != sipcore::config::Protocol::tcp)
            continue;
        text += std::format("{:<47.47} {:<9.9} {:<6.6}\n", connection.remote.text(), tls ? "TLS" : "TCP",
                            connection.outgoing ? "Client" : "Server");
    }
    return text;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show tcp`. */
#include "cli/tcp_text.h"

#include <format>

namespace res_sip {

std::vector<TcpRow> tcp_rows(const std::vector<sipcore::ConnectionStatus>& connections)
{
    std::vector<TcpRow> rows;
    for (const auto& connection : connections) {
        bool tls = connection.protocol == sipcore::config::Protocol::tls;
        if (tls || connection.protocol == sipcore::config::Protocol::tcp)
            rows.push_back({connection.remote.text(), tls ? "TLS" : "TCP", connection.outgoing ? "Client" : "Server"});
    }
    return rows;
}

std::string tcp_text(const std::vector<TcpRow>& connections)
{
    auto text = std::format("{:<47.47} {:>9.9} {:>6.6}\n", "Address", "Transport", "Type");
    for (const auto& connection : connections)
        text += std::format("{:<47.47} {:<9.9} {:<6.6}\n", connection.address, connection.transport, connection.type);
    return text;
}

}  // namespace res_sip

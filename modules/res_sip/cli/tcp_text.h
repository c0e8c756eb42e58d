// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show tcp`. Pure. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sipcore/stack.h"

namespace res_sip {

/** A connection as it is listed. */
struct TcpRow {
    std::string address;         ///< the other end
    std::string_view transport;  ///< `TCP` or `TLS`
    std::string_view type;       ///< `Client` or `Server`: what we are
};

/** Those over TCP and TLS: WebSockets are left out, as the old driver did. */
std::vector<TcpRow> tcp_rows(const std::vector<sipcore::ConnectionStatus>& connections);
/** What is printed of them. */
std::string tcp_text(const std::vector<TcpRow>& connections);

}  // namespace res_sip

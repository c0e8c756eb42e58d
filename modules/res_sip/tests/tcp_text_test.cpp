// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of connections, column by column. */
#include <gtest/gtest.h>

#include "cli/tcp_text.h"

namespace res_sip {

namespace {

TEST(TcpText, HasTheOldColumns)  // docs/spec/cli.md §16
{
    using sipcore::config::Protocol;
    auto address = [](const char* text) { return *sipcore::SocketAddress::parse(text, 0); };
    std::vector<sipcore::ConnectionStatus> connections{
        {Protocol::tcp, address("192.0.2.1:5060"), address("127.0.0.1:59152"), false},
        {Protocol::tls, address("[2001:db8::1]:5061"), address("[2001:db8::9]:5061"), true},
        {Protocol::ws, address("192.0.2.1:8088"), address("192.0.2.7:40000"), false},
    };
    EXPECT_EQ(tcp_text(tcp_rows(connections)), "Address                                         Transport   Type\n"
                                     "127.0.0.1:59152                                 TCP       Server\n"
                                     "[2001:db8::9]:5061                              TLS       Client\n");
}

}  // namespace

}  // namespace res_sip

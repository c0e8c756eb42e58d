// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of transports. */
#include <gtest/gtest.h>

#include "cli/transport_text.h"

namespace res_sip {

namespace {

TEST(TransportText, ListsSocketsAndWhatTheyCarried)
{
    using sipcore::config::Protocol;
    auto address = [](const char* text) { return *sipcore::SocketAddress::parse(text, 0); };
    auto text = transport_text({{"udp", Protocol::udp, address("192.0.2.1:5060")}, {"tls", Protocol::tls, address("[::]:5061")}},
                               {{Protocol::tls, address("192.0.2.1:5061"), address("192.0.2.9:40000"), false}},
                               {{Protocol::udp, 10, 2000, 11, 2200}, {Protocol::tls, 1, 300, 0, 0}});
    EXPECT_EQ(text, "Transport Listens at                                     \n"
                    "UDP       192.0.2.1:5060                                 \n"
                    "TLS       [::]:5061                                      \n"
                    "\n"
                    "Transport Connections     Received         Octets         Sent         Octets\n"
                    "UDP                 0           10           2000           11           2200\n"
                    "TLS                 1            1            300            0              0\n");
}

}  // namespace

}  // namespace res_sip

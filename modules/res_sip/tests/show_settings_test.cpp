// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show settings` and `sip show domains` against docs/spec/cli.md, sections 12 and 17. The recorded answers of tests/golden
 *  say the rest. */
#include "cli/settings_text.h"

#include <gtest/gtest.h>

#include "cli/domains_text.h"

namespace res_sip {
namespace {

namespace config = sipcore::config;

/** A configuration with one UDP socket. */
config::Config usual()
{
    config::Config config;
    config::Transport udp;
    udp.name = "udp";
    udp.bind = *sipcore::SocketAddress::parse("127.0.0.1:5060", 0);
    config.transports = {udp};
    return config;
}

/** Whether a text has a line. */
testing::AssertionResult has_line(const std::string& text, const std::string& line)
{
    if (("\n" + text).find("\n" + line + "\n") != std::string::npos)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "no line '" << line << "' in\n" << text;
}

TEST(ShowSettings, HasTheOldDriversFrame)
{
    auto config = usual();
    auto text = settings_text({config});
    EXPECT_TRUE(text.starts_with("\n\nGlobal Settings:\n----------------\n  UDP Bindaddress:        127.0.0.1:5060\n")) << text;
    EXPECT_TRUE(has_line(text, "  TCP SIP Bindaddress:    Disabled"));
    EXPECT_TRUE(has_line(text, "  Outbound reg. retry 403:No"));
    EXPECT_TRUE(has_line(text, "  Outbound transport:\t  UDP"));
    EXPECT_TRUE(has_line(text, "  SIP address remapping:  Disabled, no localnet list"));
    EXPECT_TRUE(text.ends_with("  RTCP Multiplexing:      No\n\n----\n")) << text;
    EXPECT_EQ(text.find("Realtime SIP Settings"), std::string::npos);
}

TEST(ShowSettings, ListsLocalNetworksWithMasks)
{
    auto config = usual();
    config.transports[0].local_net = {*sipcore::Network::parse("10.0.0.0/8"), *sipcore::Network::parse("192.168.1.0/24")};
    config.transports[0].external_signaling_address = sipcore::SocketAddress::parse("203.0.113.9:5070", 0);
    auto text = settings_text({config});
    EXPECT_TRUE(has_line(text, "  SIP address remapping:  Enabled using externaddr"));
    EXPECT_TRUE(has_line(text, "  Localnet:               10.0.0.0/255.0.0.0\n                          192.168.1.0/255.255.255.0"));
}

TEST(ShowSettings, TellsOfTheJitterBufferWhenThereIsOne)
{
    auto config = usual();
    config.global.jitter_buffer.enable = true;
    config.global.jitter_buffer.impl = "adaptive";
    auto text = settings_text({config});
    EXPECT_TRUE(has_line(text, "  Jitterbuffer tgt extra: 40"));
    config.global.jitter_buffer.impl = "fixed";
    EXPECT_EQ(settings_text({config}).find("tgt extra"), std::string::npos);
}

TEST(ShowSettings, TellsOfRealtimeWhenThereIsOne)
{
    auto config = usual();
    EXPECT_TRUE(has_line(settings_text({config, {}, {}, true, false}), "  Auto Clear:             120 (Disabled)"));
}

TEST(ShowDomains, ListsThemInOrder)
{
    EXPECT_EQ(domains_text({}), "SIP Domain support not enabled.\n\n");
    std::vector<config::Domain> domains(2);
    domains[0].name = "127.0.0.1";
    domains[0].context = "guests";
    domains[1].name = "example.test";
    EXPECT_EQ(domains_text(domains),
              "Our local SIP domains:                   Context              Set by          \n"
              "127.0.0.1                                guests               [Configured]    \n"
              "example.test                             (default)            [Configured]    \n\n");
}

}  // namespace
}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The words of `sip show …` against docs/spec/cli.md, section 4. */
#include "cli/words.h"

#include <gtest/gtest.h>

namespace res_sip {
namespace {

namespace config = sipcore::config;

TEST(Words, SayWhatIsDoneAboutNat)
{
    EXPECT_EQ(nat_word(config::NatMode::on, false), "Yes");
    EXPECT_EQ(nat_word(config::NatMode::off, true), "No");
    EXPECT_EQ(nat_word(config::NatMode::automatic, true), "Auto (Yes)");
    EXPECT_EQ(nat_word(config::NatMode::automatic, false), "Auto (No)");
    EXPECT_EQ(nat_letter(config::NatMode::automatic, true), "A");
    EXPECT_EQ(nat_letter(config::NatMode::automatic, false), "a");
}

TEST(Words, SayWhatIsInsecure)
{
    config::Identification identify;
    EXPECT_EQ(insecure_word(identify), "no");
    identify.any_port = true;
    EXPECT_EQ(insecure_word(identify), "port");
    identify.invite_without_auth = true;
    EXPECT_EQ(insecure_word(identify), "port,invite");
    identify.any_port = false;
    EXPECT_EQ(insecure_word(identify), "invite");
}

TEST(Words, ListGroupsByNumber)
{
    EXPECT_EQ(groups_word(0), "");
    EXPECT_EQ(groups_word(1ULL << 63 | 1), "0, 63");
}

TEST(Words, ListCodecsAndTransports)
{
    std::vector<std::string> all{"ulaw", "alaw", "gsm", "g722"};
    EXPECT_EQ(codecs_word({}, all), "(nothing)");
    EXPECT_EQ(codecs_word(std::vector<std::string>{"ulaw:30", "alaw"}, all), "(ulaw|alaw)");
    EXPECT_EQ(codecs_word(std::vector<std::string>{"gsm", "all", "!alaw"}, all), "(gsm|ulaw|g722)");
    EXPECT_EQ(protocols_word({}), "UNKNOWN");
    EXPECT_EQ(protocols_word(std::vector{config::Protocol::wss, config::Protocol::udp}), "UDP,WSS");
}

TEST(Words, NameClassesOfService)
{
    EXPECT_EQ(tos_word(0), "CS0");
    EXPECT_EQ(tos_word(0x60), "CS3");
    EXPECT_EQ(tos_word(0xb8), "EF");
    EXPECT_EQ(tos_word(1), "unknown");
}

TEST(Words, ShowCredentialsByRealm)
{
    std::vector<config::Auth> auths{{"a1", "bobgw", "pw", "", "realm.example"}, {"a2", "gw2", "", "0123", "md5.realm.example.com"}, {"a3", "x", "", "", "r"}};
    auto lines = realm_auth_words(std::vector<std::string>{"a1", "a2", "a3", "gone"}, auths);
    EXPECT_EQ(lines, (std::vector<std::string>{"Realm realm.example   User bobgw      <Secret set>", "Realm md5.realm.examp User gw2        <MD5secret set>",
                                               "Realm r               User x          <Not set>"}));
}

TEST(Words, ShowVariablesLastOneFirst)
{
    config::Endpoint endpoint;
    EXPECT_EQ(variables_text(endpoint), "");
    endpoint.set_var = {{"COLOR", "red"}, {"SIZE", "large"}};
    EXPECT_EQ(variables_text(endpoint), "  Variables    :\n                 SIZE = large\n                 COLOR = red\n");
    endpoint.set_var.clear();
    endpoint.add_headers = {"X-One: 1"};
    EXPECT_EQ(variables_text(endpoint), "  Variables    :\n                 __SIPADDHEADERpre 1 = X-One: 1\n");
}

TEST(Words, ShowTheNextHop)
{
    EXPECT_EQ(proxy_word(std::nullopt), "<not set> ");
    EXPECT_EQ(proxy_word(config::OutboundProxy{{}, "192.0.2.60", 0, true}), "192.0.2.60 (forced)");
    EXPECT_EQ(proxy_word(config::OutboundProxy{{}, "192.0.2.60", 0, false}), "192.0.2.60 ");
}

}  // namespace
}  // namespace res_sip

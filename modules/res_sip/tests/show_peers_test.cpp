// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show peers`, `peer`, `users`, `user` against the samples of docs/spec/cli.md, sections 3 to 5. */
#include <gtest/gtest.h>

#include "cli/peer_text.h"
#include "cli/peers_text.h"
#include "cli/users_text.h"
#include "samples.h"

namespace res_sip {
namespace {

/** Whether a text has a line. */
testing::AssertionResult has_line(const std::string& text, const std::string& line)
{
    if (("\n" + text).find("\n" + line + "\n") != std::string::npos)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "no line '" << line << "' in\n" << text;
}

TEST(ShowPeers, PrintsTheOldDriversColumns)
{
    Sample alice;
    alice.endpoint.description = "Alice desk phone";
    alice.endpoint.force_rport = alice.endpoint.rtp_symmetric = sipcore::config::NatMode::on;
    alice.endpoint.acl.rules.push_back({sipcore::AccessRule::Sense::deny, *sipcore::Network::parse("192.0.2.0/24")});
    Sample bob;
    bob.endpoint.name = "bob";
    bob.endpoint.default_user = "bobdu";
    EXPECT_EQ(peers_text(peer_rows({bob.status(), alice.registered()})),
              "Name/username             Host                                    Dyn Forcerport Comedia    ACL Port     Status      Description                      \n"
              "alice/alice               127.0.0.1                                D  Yes        Yes         A  25073    OK (12 ms)  Alice desk phone                 \n"
              "bob/bobdu                 (Unspecified)                            D  Auto (No)  No             0        Unmonitored                                  \n"
              "2 sip peers [Monitored: 1 online, 0 offline Unmonitored: 0 online, 1 offline]\n");
}

TEST(ShowPeers, LetsALongStatusShiftItsRow)
{
    Sample carol;
    carol.endpoint.name = "a_very_long_peer_name_that_is_cut";
    auto status = carol.registered();
    status.reachability = sipcore::Reachability::lagged;
    status.round_trip = std::chrono::milliseconds{2500};
    auto text = peers_text(peer_rows({status}));
    EXPECT_NE(text.find("a_very_long_peer_name_tha 127.0.0.1"), std::string::npos) << text;
    EXPECT_NE(text.find(" 25073    LAGGED (2500 ms)                                  \n"), std::string::npos) << text;
}

TEST(ShowPeers, ShowsNoDefaultAddressAsThePlaceOfAPeer)
{
    Sample alice;
    alice.aor.default_contact = "sip:192.0.2.50";
    auto status = alice.status();
    status.address = *sipcore::SocketAddress::parse("192.0.2.50:5060", 0);
    auto text = peers_text(peer_rows({status}));
    EXPECT_NE(text.find("\nalice                     (Unspecified)"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("Unmonitored: 0 online, 1 offline]\n")) << text;
    EXPECT_NE(peer_text({status, alice.config}).find("\n  Addr->IP     : (null)\n  Defaddr->IP  : 192.0.2.50:5060\n"), std::string::npos);
}

TEST(ShowPeers, LeavesPureUsersOut)
{
    Sample user;
    auto status = user.status();
    status.aor = nullptr;
    EXPECT_NE(peers_text(peer_rows({status})).find("\n0 sip peers ["), std::string::npos);
}

TEST(ShowPeer, TellsWhatWasRegistered)
{
    Sample alice;
    auto status = alice.registered();
    auto text = peer_text({status, alice.config, sipcore::Clock::Instant{} + std::chrono::seconds{2}});
    EXPECT_TRUE(text.starts_with("\n\n  * Name       : alice\n  Description  : \n  Secret       : <Set>\n")) << text;
    EXPECT_TRUE(has_line(text, "  Expire       : 608"));
    EXPECT_TRUE(has_line(text, "  Addr->IP     : 127.0.0.1:25073"));
    EXPECT_TRUE(has_line(text, "  Defaddr->IP  : (null)"));
    EXPECT_TRUE(has_line(text, "  Def. Username: alice"));
    EXPECT_TRUE(has_line(text, "  Useragent    : AlicePhone 2.3"));
    EXPECT_TRUE(has_line(text, "  Reg. Contact : sip:alice@127.0.0.1:25073"));
    EXPECT_TRUE(text.ends_with("  RTCP Mux     : No\n\n")) << text;
}

TEST(ShowPeer, TellsNothingOfWhatIsNotSet)
{
    Sample alice;
    auto status = alice.status();
    auto text = peer_text({status, alice.config, {}});
    for (const auto* label : {"  Accountcode", "  FromUser", "  FromDomain", "  Busy level", "  Outb. proxy", "  Reg. exten", "  Variables", "  Realm-auth"})
        EXPECT_EQ(text.find(label), std::string::npos) << label;
    EXPECT_TRUE(has_line(text, "  Expire       : -1"));
    EXPECT_TRUE(has_line(text, "  Path         : N/A"));
    EXPECT_TRUE(has_line(text, "  Max forwards : 0"));
}

TEST(ShowPeer, TellsOfOtherSecretsAndFixedHosts)
{
    Sample gateway;
    gateway.endpoint.outbound_auth = "alice-outbound";
    gateway.config.auths.push_back({"alice-outbound", "alice", "r3mote", "", ""});
    gateway.aor.max_contacts = 0;
    gateway.aor.contact = {"sip:[2001:db8::7]:5070"};
    gateway.aor.default_contact = "sip:192.0.2.50";
    auto status = gateway.status();
    auto text = peer_text({status, gateway.config, {}});
    EXPECT_TRUE(has_line(text, "  Remote Secret: <Set>"));
    EXPECT_TRUE(has_line(text, "  Dynamic      : No"));
    EXPECT_TRUE(has_line(text, "  ToHost       : 2001:db8::7"));
    EXPECT_TRUE(has_line(text, "  Defaddr->IP  : 192.0.2.50:5060"));
}

TEST(ShowUsers, PrintsTheSecretInClear)
{
    Sample alice;
    alice.endpoint.accountcode = "acc-alice";
    alice.endpoint.force_rport = sipcore::config::NatMode::on;
    Sample trunk;
    trunk.endpoint.name = "trunk";
    trunk.endpoint.identify_by.by_username = false;
    EXPECT_EQ(users_text(user_rows({trunk.status(), alice.status()})),
              "Username                   Secret           Accountcode      Def.Context      ACL  Forcerport\n"
              "alice                      s3cret           acc-alice        internal         No   Yes       \n");
}

TEST(ShowUser, PrintsItsOwnLines)
{
    Sample alice;
    alice.endpoint.set_var = {{"COLOR", "red"}};
    auto text = user_text(alice.status());
    EXPECT_TRUE(text.starts_with("\n\n  * Name       : alice\n  Secret       : <Set>\n  MD5Secret    : <Not set>\n")) << text;
    EXPECT_TRUE(has_line(text, "  Sess-Min-SE  : 90 secs"));
    EXPECT_TRUE(text.ends_with("  Auto-Framing:  No \n  Variables    :\n                 COLOR = red\n\n")) << text;
}

}  // namespace
}  // namespace res_sip

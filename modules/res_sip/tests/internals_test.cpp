// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show objects` and `sip show sched` against docs/spec/cli.md, sections 14 and 15. */
#include "cli/internals_text.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace res_sip {
namespace {

TEST(ShowObjects, ListsPeersAndAccounts)
{
    Sample alice;
    Sample bob;
    bob.endpoint.name = "bob";
    auto& account = alice.config.registrations.emplace_back();
    account.name = "r";
    account.host = "192.0.2.30";
    account.user = "trunkuser";
    account.password = "pw";
    auto text = objects_text(object_rows({bob.status(), alice.registered()}, alice.config, {}));
    EXPECT_TRUE(text.starts_with("-= Peer objects: 2 static, 0 realtime, 0 autocreate =-\n\nname: alice\ntype: peer\nobjflags: 0\nrefcount: ")) << text;
    EXPECT_NE(text.find("-= Peer objects by IP =-\n\nname: alice\n"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("-= Registry objects: 1 =-\n\nname: trunkuser@192.0.2.30\n-= Dialog objects:\n\n")) << text;
}

TEST(ShowObjects, TellsOfPeersThatNobodyWroteDownAndOfCalls)
{
    Sample alice;
    Sample bob;
    bob.endpoint.name = "bob";
    auto guest = alice.registered();
    guest.created = true;
    OfDatabase database{true, {"bob"}};
    auto objects = object_rows({guest, bob.status()}, alice.config, database);
    objects.dialogs = {"one@192.0.2.1", "two"};
    auto text = objects_text(objects);
    EXPECT_TRUE(text.starts_with("-= Peer objects: 0 static, 1 realtime, 1 autocreate =-\n\n")) << text;
    EXPECT_TRUE(text.ends_with("-= Dialog objects:\n\nname: one@192.0.2.1\ntype: dialog\nobjflags: 0\nrefcount: 1\n\n"
                               "name: two\ntype: dialog\nobjflags: 0\nrefcount: 1\n\n")) << text;
    alice.config.global.realtime.cache_friends = true;
    EXPECT_TRUE(objects_text(object_rows({bob.status()}, alice.config, database)).starts_with("-= Peer objects: 1 static, 0 realtime, 0 autocreate")) << text;
}

TEST(ShowSched, CountsTimersByTheirOldNames)
{
    Sample alice;
    auto text = sched_text(timer_rows({alice.registered(), alice.status()},
                                      {.subscriptions = 3, .calling = 4, .asked = 5, .registered = 6, .others = 7}));
    EXPECT_TRUE(text.starts_with("\n Highwater = 27\n schedcnt = 27\n    retrans_pkt : 0\n    __sip_autodestruct : 3\n")) << text;
    EXPECT_NE(text.find("\n    auto_congest : 4\n    sip_reg_timeout : 5\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\n    sip_reregister : 6\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\n    expire_register : 1\n"), std::string::npos);
    EXPECT_NE(text.find("\n    sip_poke_peer_s : 1\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\n   <unknown> : 7\n")) << text;
}

}  // namespace
}  // namespace res_sip

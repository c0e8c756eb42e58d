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
    auto text = objects_text(object_rows({bob.status(), alice.registered()}, alice.config));
    EXPECT_TRUE(text.starts_with("-= Peer objects: 2 static, 0 realtime, 0 autocreate =-\n\nname: alice\ntype: peer\nobjflags: 0\nrefcount: ")) << text;
    EXPECT_NE(text.find("-= Peer objects by IP =-\n\nname: alice\n"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("-= Registry objects: 1 =-\n\nname: trunkuser@192.0.2.30\n-= Dialog objects:\n\n")) << text;
}

TEST(ShowSched, CountsTimersByTheirOldNames)
{
    Sample alice;
    auto text = sched_text(timer_rows({alice.registered(), alice.status()}, alice.config));
    EXPECT_TRUE(text.starts_with("\n Highwater = 2\n schedcnt = 2\n    retrans_pkt : 0\n")) << text;
    EXPECT_NE(text.find("\n    expire_register : 1\n"), std::string::npos);
    EXPECT_NE(text.find("\n    sip_poke_peer_s : 1\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\n   <unknown> : 0\n")) << text;
}

}  // namespace
}  // namespace res_sip

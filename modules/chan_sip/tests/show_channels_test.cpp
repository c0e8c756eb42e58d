// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show channels` against the columns of docs/spec/cli.md, section 8.1. */
#include "cli/show_channels_text.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

TEST(ShowChannels, PrintsTheOldDriversColumns)
{
    auto text = show_channels_text({
        {.address = "127.0.0.1", .user = "bobdu", .call_id = "7c9e2111255a4e8f@x", .format = "(ulaw)",
         .last_message = "Init: INVITE", .endpoint = "bob"},
        {.address = "127.0.0.1", .user = "alice", .call_id = "ccf5e5151@t", .format = "(ulaw)", .held = true,
         .last_message = "Rx: ACK", .endpoint = "alice"},
        {.address = "127.0.0.1", .user = "alice", .call_id = "cc8b7890c@t", .last_message = "Tx: NOTIFY",
         .refer = "Done", .endpoint = "alice"},
        {.address = "127.0.0.1", .user = "trunkuser", .call_id = "5e16accf3e044bbb"},
    });
    EXPECT_EQ(text,
              "Peer             User/ANR         Call ID          Format           Hold     Last Message    Expiry     Peer      \n"
              "127.0.0.1        bobdu            7c9e2111255a4e8  (ulaw)           No       Init: INVITE               bob       \n"
              "127.0.0.1        alice            ccf5e5151@t      (ulaw)           Yes      Rx: ACK                    alice     \n"
              "127.0.0.1        alice            cc8b7890c@t      (nothing)        No       Tx: NOTIFY      Done       alice     \n"
              "127.0.0.1        trunkuser        5e16accf3e044bb  (nothing)        No                                  <guest>   \n"
              "4 active SIP dialogs\n");
}

TEST(ShowChannels, SaysOneDialogOfOne)
{
    auto text = show_channels_text({{.address = "192.0.2.1", .call_id = "a", .ending = true}});
    EXPECT_NE(text.find("  No  (d)  "), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("1 active SIP dialog\n")) << text;
    EXPECT_TRUE(show_channels_text({}).ends_with("0 active SIP dialogs\n"));
}

}  // namespace
}  // namespace chan_sip

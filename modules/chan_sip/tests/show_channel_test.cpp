// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show channel`, `sip show channelstats` and `sip show inuse` against docs/spec/cli.md, sections 6, 9 and 10. */
#include "cli/channel_stats_text.h"
#include "cli/show_channel_text.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

TEST(ShowChannel, PrintsTheOldDriversLines)
{
    auto text = show_channel_text({{
        .call_id = "c4c9211c2@t", .channel = "SIP/alice-00000000", .ours = "(ulaw|alaw|gsm)", .telephone_events = true,
        .theirs = "(ulaw|alaw)", .joint = "(ulaw|alaw)", .format = "(ulaw)", .address = "127.0.0.1:25073",
        .received = "127.0.0.1:25073", .force_rport = "Yes", .audio_address = "127.0.0.1 (local)", .our_tag = "as4b0c851f",
        .their_tag = "f4f5a85", .user_agent = "AlicePhone 2.3", .user = "alice", .endpoint = "alice",
        .uri = "sip:alice@127.0.0.1:25073", .caller = "100", .last_message = "Rx: ACK",
        .route = "<sip:alice@127.0.0.1:25073>", .dtmf_mode = "rfc2833", .options = "100rel replaces replace timer ",
    }}, "c4");
    EXPECT_EQ(text, R"(
  * SIP Call
  Curr. trans. direction:  Incoming
  Call-ID:                c4c9211c2@t
  Owner channel ID:       SIP/alice-00000000
  Our Codec Capability:   (ulaw|alaw|gsm)
  Non-Codec Capability (DTMF):   1
  Their Codec Capability:   (ulaw|alaw)
  Joint Codec Capability:   (ulaw|alaw)
  Format:                 (ulaw)
  T.38 support            No
  Video support           No
  MaxCallBR:              384 kbps
  Theoretical Address:    127.0.0.1:25073
  Received Address:       127.0.0.1:25073
  SIP Transfer mode:      open
  Force rport:            Yes
  Audio IP:               127.0.0.1 (local)
  Our Tag:                as4b0c851f
  Their Tag:              f4f5a85
  SIP User agent:         AlicePhone 2.3
  Username:               alice
  Peername:               alice
  Original uri:           sip:alice@127.0.0.1:25073
  Caller-ID:              100
  Need Destroy:           No
  Last Message:           Rx: ACK
  Promiscuous Redir:      No
  Route:                  <sip:alice@127.0.0.1:25073>
  DTMF Mode:              rfc2833
  SIP Options:            100rel replaces replace timer 
  Session-Timer:          Inactive
  Transport:              UDP
  Media:                  RTP


)");
}

TEST(ShowChannel, SaysWhatKindOfSubscriptionItIs)
{
    auto text = show_channel_text({{.subscription = "pidf+xml", .call_id = "ca6439721@t"}}, "ca");
    EXPECT_TRUE(text.starts_with("\n  * Subscription (type: pidf+xml)\n  Curr. trans. direction:  Incoming\n")) << text;
}

TEST(ShowChannel, SaysWhenThereIsNone)
{
    EXPECT_EQ(show_channel_text({}, "abc"), "No such SIP Call ID starting with 'abc'\n");
}

TEST(ShowChannel, LeavesOutWhatItDoesNotKnow)
{
    auto text = show_channel_text({{.call_id = "x"}}, "x");
    EXPECT_EQ(text.find("Username"), std::string::npos);
    EXPECT_NE(text.find("  Owner channel ID:       <none>\n"), std::string::npos);
    EXPECT_NE(text.find("  Route:                  N/A\n"), std::string::npos);
    EXPECT_NE(text.find("  SIP Options:            (none)\n"), std::string::npos);
}

TEST(ShowChannelStats, PrintsTheOldDriversColumns)
{
    auto text = channel_stats_text({{.address = "127.0.0.1", .call_id = "c4c9211c2@t", .duration = std::chrono::seconds{4},
                                     .received = {.packets = 223, .lost = 0, .jitter = 0},
                                     .sent = {.packets = 75, .lost = 0, .jitter = 0.0003}}});
    EXPECT_EQ(text,
              "Peer             Call ID      Duration Recv: Pack  Lost       (     %) Jitter Send: Pack  Lost       (     %) Jitter\n"
              "127.0.0.1        c4c9211c2@t  00:00:04 0000000223  0000000000 ( 0.00%) 0.0000 0000000075  0000000000 ( 0.00%) 0.0003\n"
              "1 active SIP channel\n");
}

TEST(ShowChannelStats, CountsThousandsAndShares)
{
    auto text = channel_stats_text({{.address = "127.0.0.1", .call_id = "x", .received = {.packets = 150, .lost = 50, .jitter = 0},
                                     .sent = {.packets = 100001, .lost = 1, .jitter = 0}}});
    EXPECT_NE(text.find("0000000150  0000000050 (25.00%)"), std::string::npos) << text;
    EXPECT_NE(text.find("0000000100K 0000000001 ( 0.00%)"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("1 active SIP channel\n"));
    EXPECT_TRUE(channel_stats_text({}).ends_with("0 active SIP channels\n"));
}

TEST(ShowChannel, TellsOfASessionTimer)
{
    ChannelDetail call;
    call.session_timer = SessionTimerDetail{.interval = 90, .ours = true, .told = true, .least = 60, .wanted = 1800, .refresher = "auto", .mode = "Accept"};
    auto text = show_channel_text({call}, "");
    EXPECT_NE(text.find("  Session-Timer:          Active\n  S-Timer Interval:       90\n  S-Timer Refresher:      us\n  S-Timer Sched Id:       0\n"
                        "  S-Timer Peer Sts:       Active\n  S-Timer Cached Min-SE:  60\n  S-Timer Cached SE:      1800\n"
                        "  S-Timer Cached Ref:     auto\n  S-Timer Cached Mode:    Accept\n  Transport:"), std::string::npos) << text;
}

TEST(ShowInUse, ListsThoseWithALimitOrAll)
{
    const std::vector<UseRow> rows = {{"bob", 2, 1, 0, 2147483647}, {"carol", 0, 0, 0, 0}, {"a_very_long_peer_name_that_is_cut", 0, 0, 0, 0}};
    EXPECT_EQ(in_use_text(with_limit(rows)),
              "* Peer name               In use          Limit           \n"
              "bob                       2/1/0           2147483647      \n");
    EXPECT_EQ(in_use_text(rows),
              "* Peer name               In use          Limit           \n"
              "bob                       2/1/0           2147483647      \n"
              "carol                     0/0/0           N/A             \n"
              "a_very_long_peer_name_tha 0/0/0           N/A             \n");
}

}  // namespace
}  // namespace chan_sip

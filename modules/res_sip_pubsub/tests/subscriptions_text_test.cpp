// SPDX-License-Identifier: GPL-2.0-only
/** @file The columns of `sip show subscriptions`. */
#include <gtest/gtest.h>

#include "subscriptions_text.h"

namespace res_sip_pubsub {

namespace {

TEST(SubscriptionsText, HasTheColumnsOfTheOldDriver)
{
    sipcore::SubscriptionStatus lamp{"127.0.0.1", "alice", "cc0d37c53@t", "internal", "200", {}, "pidf+xml", {},
                                     std::chrono::seconds{300}};
    sipcore::SubscriptionStatus messages{"127.0.0.1", "alice", "cfcde1cac@t", "", "", {}, "mwi", {"100@default"},
                                         std::chrono::seconds{300}};
    EXPECT_EQ(subscriptions_text({lamp, messages}),
              "Peer             User             Call ID          Extension        Last state     Type            Mailbox    Expiry\n"
              "127.0.0.1        alice            cc0d37c53@t      200@internal     Idle           pidf+xml        <none>     000300\n"
              "127.0.0.1        alice            cfcde1cac@t      --               <none>         mwi             100@defaul 000300\n"
              "2 active SIP subscriptions\n");
    EXPECT_TRUE(subscriptions_text({lamp}).ends_with("\n1 active SIP subscription\n"));
    lamp.user.clear();
    EXPECT_NE(subscriptions_text({lamp}).find("\n127.0.0.1        (None)  "), std::string::npos);
    lamp.caller = "101";
    EXPECT_NE(subscriptions_text({lamp}).find("\n127.0.0.1        101  "), std::string::npos);
}

TEST(SubscriptionsText, ShowsMailboxesElsewhere)
{
    sipcore::RemoteMailboxStatus status;
    status.subscription.host = "127.0.0.1";
    status.subscription.port = 25092;
    status.subscription.user = status.subscription.mailbox = "1234";
    EXPECT_EQ(remote_mailboxes_text({status}),
              "Host                            Username      Mailbox     Subscribed\n"
              "127.0.0.1:25092                 1234          1234        No        \n");
}

TEST(SubscriptionRecord, TellsOfALamp)
{
    sipcore::SubscriptionStatus lamp{"127.0.0.1", "", "cc0d37c53@t", "internal", "200", {}, "pidf+xml", {}, std::chrono::seconds{300}};
    lamp.state.in_use = true;
    lamp.endpoint = "desk";
    lamp.source = *sipcore::SocketAddress::parse("127.0.0.1:5062", 0);
    lamp.remote = *sipcore::SocketAddress::parse("127.0.0.1:5060", 0);
    lamp.protocol = sipcore::config::Protocol::tcp;
    lamp.our_tag = "as1";
    lamp.their_tag = "t";
    lamp.user_agent = "Desk";
    lamp.caller = "101";
    lamp.contact = "sip:alice@127.0.0.1";
    lamp.last_message = "Tx: NOTIFY";
    EXPECT_EQ(record_of(lamp), (sipcore::Record{{"address", "127.0.0.1"}, {"user", {}}, {"call_id", "cc0d37c53@t"}, {"extension", "200"},
                                                {"context", "internal"}, {"last_state", "InUse"}, {"type", "pidf+xml"},
                                                {"mailbox", sipcore::Value::List{}}, {"expiry", 300}, {"direction", "incoming"}, {"peer", "desk"},
                                                {"theoretical_address", "127.0.0.1:5060"}, {"received_address", "127.0.0.1:5062"},
                                                {"our_tag", "as1"}, {"their_tag", "t"}, {"sip_user_agent", "Desk"}, {"caller_id", "101"},
                                                {"original_uri", "sip:alice@127.0.0.1"}, {"last_message", "Tx: NOTIFY"}, {"transport", "TCP"}}));
}

TEST(SubscriptionRecord, TellsOfMailboxes)
{
    sipcore::SubscriptionStatus messages{"127.0.0.1", "alice", "cfcde1cac@t", "", "", {}, "mwi", {"100@default", "101"}, std::chrono::seconds{300}};
    messages.ours = true;
    EXPECT_EQ(record_of(messages), (sipcore::Record{{"address", "127.0.0.1"}, {"user", "alice"}, {"call_id", "cfcde1cac@t"}, {"extension", {}},
                                                    {"context", {}}, {"last_state", {}}, {"type", "mwi"},
                                                    {"mailbox", sipcore::Value::List{"100@default", "101"}}, {"expiry", 300}, {"direction", "outgoing"},
                                                    {"peer", {}}, {"theoretical_address", {}}, {"received_address", {}}, {"our_tag", {}},
                                                    {"their_tag", {}}, {"sip_user_agent", {}}, {"caller_id", {}}, {"original_uri", {}}, {"last_message", {}},
                                                    {"transport", "UDP"}}));
}

TEST(RemoteMailboxRecord, SaysWhetherItIsSubscribed)
{
    sipcore::RemoteMailboxStatus status;
    status.subscription.host = "127.0.0.1";
    status.subscription.port = 25092;
    status.subscription.user = "u";
    status.subscription.mailbox = "1234";
    status.subscribed = true;
    EXPECT_EQ(record_of(status), (sipcore::Record{{"host", "127.0.0.1"}, {"port", 25092}, {"username", "u"}, {"mailbox", "1234"}, {"subscribed", true}}));
}

TEST(SubscriptionsText, HasAWordForEachState)
{
    sipcore::HintState state;
    EXPECT_EQ(state_text(state), "Idle");
    state.unavailable = true;
    EXPECT_EQ(state_text(state), "Unavailable");
    state = {};
    state.in_use = true;
    EXPECT_EQ(state_text(state), "InUse");
    state.ringing = true;
    EXPECT_EQ(state_text(state), "InUse&Ringing");
    state.in_use = false;
    EXPECT_EQ(state_text(state), "Ringing");
    state = {};
    state.busy = true;
    EXPECT_EQ(state_text(state), "Busy");
    state = {};
    state.on_hold = true;
    EXPECT_EQ(state_text(state), "Hold");
}

}  // namespace

}  // namespace res_sip_pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls as programs are told of them. */
#include <gtest/gtest.h>

#include <set>

#include "cli/records.h"
#include "pbx/tests/record_value.h"

namespace chan_sip {
namespace {

using pbx::at;
using sipcore::Record;
using sipcore::Value;

TEST(ChannelRecord, HasWhatTheLineHasUncut)
{
    ChannelRow row{.address = "2001:db8::1", .user = "alice", .call_id = "a-call-id-that-is-longer-than-its-column", .format = "(ulaw)", .held = true,
                   .ending = false, .last_message = "Rx: ACK", .refer = "", .endpoint = "alice", .state = "confirmed", .timed = true};
    EXPECT_EQ(record_of(row), (Record{{"address", "2001:db8::1"}, {"user", "alice"}, {"call_id", "a-call-id-that-is-longer-than-its-column"},
                                      {"format", "(ulaw)"}, {"hold", true}, {"ending", false}, {"last_message", "Rx: ACK"}, {"refer", ""},
                                      {"peer", "alice"}, {"state", "confirmed"}, {"session_timer", true}}));
}

TEST(ChannelRecord, HasNothingInPlaceOfWordsForNothing)
{
    auto record = record_of(ChannelRow{.call_id = "x"});
    for (const auto* name : {"user", "format", "peer"})
        EXPECT_EQ(at(record, name), Value{}) << name;
}

TEST(CallRecord, TellsKinds)
{
    auto record = record_of(ChannelDetail{.outgoing = true, .call_id = "x", .options = "100rel timer ",
                                          .session_timer = SessionTimerDetail{.interval = 90, .ours = true, .refresher = "auto", .mode = "Accept"}});
    EXPECT_EQ(at(record, "direction"), "outgoing");
    EXPECT_EQ(at(record, "owner_channel_id"), Value{});
    EXPECT_EQ(at(record, "maxcallbr"), 384);
    EXPECT_EQ(at(record, "sip_options"), (Value{Value::List{"100rel", "timer"}}));
    EXPECT_EQ(at(std::get<Record>(at(record, "session_timer").any), "interval"), 90);
    EXPECT_EQ(at(std::get<Record>(at(record, "session_timer").any), "refresher"), "us");
    EXPECT_EQ(at(record_of(ChannelDetail{}), "session_timer"), Value{});
    std::set<std::string> names;
    for (const auto& field : record)
        EXPECT_TRUE(names.insert(field.name).second) << field.name;
}

TEST(StatsRecord, CountsEachWay)
{
    auto record = record_of(ChannelStats{.address = "192.0.2.1", .call_id = "x", .duration = std::chrono::seconds{3725},
                                         .received = {.packets = 150, .lost = 50, .jitter = 0.5}, .sent = {.packets = 100, .lost = 1, .jitter = 0}});
    EXPECT_EQ(at(record, "duration"), 3725);
    EXPECT_EQ(at(record, "received"), (Value{Record{{"packets", 150}, {"lost", 50}, {"lost_percent", 25.0}, {"jitter", 0.5}}}));
    EXPECT_EQ(at(record, "sent"), (Value{Record{{"packets", 100}, {"lost", 1}, {"lost_percent", 1.0}, {"jitter", 0.0}}}));
    EXPECT_EQ(at(record_of(ChannelStats{}), "duration"), Value{});
}

TEST(UseRecord, HasNoLimitWhereThereIsNone)
{
    EXPECT_EQ(record_of(UseRow{"bob", 2, 1, 0, 5}), (Record{{"peer", "bob"}, {"in_use", 2}, {"ringing", 1}, {"on_hold", 0}, {"limit", 5}}));
    EXPECT_EQ(at(record_of(UseRow{.endpoint = "carol"}), "limit"), Value{});
}

}  // namespace
}  // namespace chan_sip

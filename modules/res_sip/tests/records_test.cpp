// SPDX-License-Identifier: GPL-2.0-only
/** @file Endpoints, sockets and recorded dialogs as programs are told of them. */
#include <gtest/gtest.h>

#include "cli/records.h"
#include "pbx/tests/record_value.h"
#include "samples.h"

namespace res_sip {
namespace {

using pbx::at;
using sipcore::Record;
using sipcore::Value;
using sipcore::config::Protocol;

/** An address. */
sipcore::SocketAddress address(const char* text)
{
    return *sipcore::SocketAddress::parse(text, 0);
}

TEST(PeerRecord, HasWhatTheLineHas)
{
    Sample alice;
    alice.endpoint.description = "Alice desk phone";
    auto rows = peer_rows({alice.registered()}, {.is_configured = true, .names = {"alice"}});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(record_of(rows.front()), (Record{{"name", "alice"}, {"username", "alice"}, {"host", "127.0.0.1"}, {"port", 25073}, {"dyn", true},
                                               {"forcerport", "Auto (No)"}, {"comedia", "No"}, {"acl", false}, {"status", "OK"},
                                               {"round_trip_ms", 12}, {"description", "Alice desk phone"}, {"realtime", true}}));
}

TEST(PeerRecord, HasNothingWhereThePeerIsNot)
{
    Sample alice;
    auto status = alice.status();
    status.reachability = sipcore::Reachability::unknown;
    auto record = record_of(peer_rows({status}).front());
    EXPECT_EQ(at(record, "host"), Value{});
    EXPECT_EQ(at(record, "port"), 0);
    EXPECT_EQ(at(record, "status"), "UNKNOWN");
    EXPECT_EQ(at(record, "round_trip_ms"), Value{});
}

TEST(PeerRecord, CountsPeers)
{
    Sample alice;
    Sample bob;
    bob.endpoint.name = "bob";
    EXPECT_EQ(record_of(count_peers(peer_rows({alice.registered(), bob.status()}))),
              (Record{{"monitored_online", 1}, {"monitored_offline", 0}, {"unmonitored_online", 0}, {"unmonitored_offline", 1}}));
}

TEST(UserRecord, TellsNoSecret)
{
    Sample alice;
    EXPECT_EQ(record_of(user_rows({alice.status()}).front()), (Record{{"username", "alice"}, {"secret", true}, {"accountcode", ""},
                                                                      {"def_context", "internal"}, {"acl", false}, {"forcerport", false}}));
}

TEST(DomainRecord, HasNoContextWhereTheUsualOneHolds)
{
    EXPECT_EQ(record_of(sipcore::config::Domain{.name = "example.com", .context = "", .automatic = true}),
              (Record{{"domain", "example.com"}, {"context", {}}, {"automatic", true}}));
}

TEST(TransportRecords, HaveAllSocketsOfATransport)
{
    std::vector<sipcore::ListenerStatus> listeners{{"a", Protocol::udp, address("192.0.2.1:5060")}, {"b", Protocol::tcp, address("192.0.2.1:5060")},
                                                   {"c", Protocol::udp, address("[2001:db8::1]:5060")}};
    std::vector<sipcore::ConnectionStatus> connections{{Protocol::tcp, address("192.0.2.1:5060"), address("192.0.2.9:40000"), false}};
    auto rows = transport_records(listeners, connections, {{Protocol::udp, 1, 2, 3, 4}, {Protocol::tcp, 0, 0, 0, 0}});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], (Record{{"transport", "UDP"}, {"listens_at", Value::List{"192.0.2.1:5060", "[2001:db8::1]:5060"}}, {"connections", 0},
                               {"received", 1}, {"received_octets", 2}, {"sent", 3}, {"sent_octets", 4}}));
    EXPECT_EQ(at(rows[1], "connections"), 1);
}

TEST(TcpRecord, SaysWhoOpenedIt)
{
    auto rows = tcp_rows({{Protocol::tls, address("192.0.2.1:5061"), address("192.0.2.9:5061"), true},
                          {Protocol::wss, address("192.0.2.1:8089"), address("192.0.2.9:40000"), false}});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(record_of(rows.front()), (Record{{"address", "192.0.2.9:5061"}, {"transport", "TLS"}, {"type", "Client"}}));
}

TEST(ObjectsReport, HasEachKind)
{
    auto report = objects_report({.peers = {{"alice", 2}, {"bob", 3}}, .with_address = {{"alice", 2}}, .registries = {"me@there"}});
    EXPECT_EQ(report.totals, (Record{{"static", 2}, {"realtime", 0}, {"autocreate", 0}, {"registries", 1}}));
    ASSERT_EQ(report.rows.size(), 4U);
    EXPECT_EQ(report.rows[1], (Record{{"kind", "peer"}, {"name", "bob"}, {"refcount", 3}}));
    EXPECT_EQ(report.rows[2], (Record{{"kind", "peer_by_ip"}, {"name", "alice"}, {"refcount", 2}}));
    EXPECT_EQ(report.rows[3], (Record{{"kind", "registry"}, {"name", "me@there"}}));
}

TEST(IdentifyRecord, TellsWhoseItIsAndWhoElseIsThere)
{
    IdentifyAnswer answer{.source = "192.0.2.7:5060", .transport = "UDP", .user = "alice", .called = "", .peer = "alice", .way = "by name",
                          .listed = true, .allowed = false, .proof = "nothing", .context = "inside", .others = {{"bob", "a reason"}}, .unlisted = 3};
    auto record = record_of(answer);
    EXPECT_EQ(at(record, "access_list"), "refuses");
    EXPECT_EQ(at(record, "extension"), Value{});
    EXPECT_EQ(at(record, "others"), (Value{Value::List{Record{{"peer", "bob"}, {"why", "a reason"}}}}));
    EXPECT_EQ(at(record, "others_unlisted"), 3);
    answer.allowed = true;
    EXPECT_EQ(at(record_of(answer), "access_list"), "allows");
    answer.listed = false;
    EXPECT_EQ(at(record_of(answer), "access_list"), Value{});
}

TEST(OptionRecords, TellWhoSaidItAndNoSecret)
{
    auto rows = option_records({{"auth", "alice", {{"password", "s3cret", {{{"sip.conf", 7}, "secret"}}}, {"realm", "", {}}}}});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], (Record{{"object", "alice"}, {"type", "auth"}, {"option", "password"}, {"value", "<Set>"},
                               {"said_by", Value::List{Record{{"file", "sip.conf"}, {"line", 7}, {"option", "secret"}}}}}));
    EXPECT_EQ(at(rows[1], "value"), Value{});
    EXPECT_EQ(at(rows[1], "said_by"), (Value{Value::List{}}));
}

TEST(RecordedRecords, AreNumberedInEachDialogAndTold)
{
    NotedMessage message{.at = std::chrono::system_clock::time_point{std::chrono::milliseconds{1500}}, .sent = true, .local = address("192.0.2.1:5060"),
                         .remote = address("192.0.2.7:5060"), .first = "SIP/2.0 200 OK", .cseq = "1 INVITE", .sdp = true, .again = false, .entry = "TxResp"};
    NotedDialog call{.call_id = "a", .messages = {message, message}};
    NotedDialog watch{.call_id = "b", .subscription = true, .messages = {message}};
    auto entries = entry_records({call, watch});
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[1], (Record{{"call_id", "a"}, {"kind", "call"}, {"number", 2}, {"entry", "TxResp"}}));
    EXPECT_EQ(entries[2], (Record{{"call_id", "b"}, {"kind", "subscription"}, {"number", 1}, {"entry", "TxResp"}}));
    auto messages = message_records({watch});
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0], (Record{{"call_id", "b"}, {"at", "1970-01-01T00:00:01.500Z"}, {"sent", true}, {"local", "192.0.2.1:5060"},
                                   {"remote", "192.0.2.7:5060"}, {"first", "SIP/2.0 200 OK"}, {"cseq", "1 INVITE"}, {"sdp", true}, {"again", false}}));
}

}  // namespace
}  // namespace res_sip

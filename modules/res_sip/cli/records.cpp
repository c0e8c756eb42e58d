// SPDX-License-Identifier: GPL-2.0-only
/** @file Rows under names. */
#include "cli/records.h"

#include <algorithm>
#include <format>

#include "cli/effective_text.h"
#include "cli/words.h"

namespace res_sip {

namespace {

using sipcore::Record;
using sipcore::text_or_nothing;
using sipcore::Value;

/** An object of a kind. */
Record object_of(std::string_view kind, const ObjectRow& object)
{
    return {{"kind", kind}, {"name", object.name}, {"refcount", object.references}};
}

/** A moment in UTC: `2026-11-26T22:53:07.123Z`. */
std::string moment_of(std::chrono::system_clock::time_point at)
{
    return std::format("{:%FT%T}Z", std::chrono::floor<std::chrono::milliseconds>(at));
}

/** The lines that said something. */
Value said_by(const std::vector<sipcore::config::Origin>& lines)
{
    Value::List all;
    for (const auto& line : lines)
        all.emplace_back(Record{{"file", line.place.file}, {"line", line.place.line}, {"option", line.option}});
    return all;
}

}  // namespace

Record record_of(const PeerRow& peer)
{
    bool answers = peer.reachability == sipcore::Reachability::reachable || peer.reachability == sipcore::Reachability::lagged;
    return {{"name", peer.name},
            {"username", peer.user},
            {"host", peer.address ? Value{peer.address.ip().text()} : Value{}},
            {"port", peer.address.port()},
            {"dyn", peer.dynamic},
            {"forcerport", peer.force_rport},
            {"comedia", peer.comedia},
            {"acl", peer.acl},
            {"status", reachability_shown(peer.reachability)},
            {"round_trip_ms", answers ? Value{peer.round_trip.count()} : Value{}},
            {"description", peer.description},
            {"realtime", peer.of_database}};
}

Record record_of(const PeerCounts& counts)
{
    return {{"monitored_online", counts.monitored_online},
            {"monitored_offline", counts.monitored_offline},
            {"unmonitored_online", counts.unmonitored_online},
            {"unmonitored_offline", counts.unmonitored_offline}};
}

Record record_of(const UserRow& user)
{
    return {{"username", user.name},       {"secret", !user.secret.empty()}, {"accountcode", user.accountcode},
            {"def_context", user.context}, {"acl", user.acl},                {"forcerport", user.force_rport}};
}

Record record_of(const sipcore::config::Domain& domain)
{
    return {{"domain", domain.name}, {"context", text_or_nothing(domain.context)}, {"automatic", domain.automatic}};
}

Record record_of(const TcpRow& connection)
{
    return {{"address", connection.address}, {"transport", connection.transport}, {"type", connection.type}};
}

Record record_of(const TimerRow& kind)
{
    return {{"kind", kind.kind}, {"timers", kind.timers}};
}

Record record_of(const IdentifyAnswer& answer)
{
    Value::List others;
    for (const auto& other : answer.others)
        others.emplace_back(Record{{"peer", other.peer}, {"why", other.why}});
    return {{"source", answer.source},
            {"transport", answer.transport},
            {"user", text_or_nothing(answer.user)},
            {"extension", text_or_nothing(answer.called)},
            {"peer", text_or_nothing(answer.peer)},
            {"way", text_or_nothing(answer.way)},
            {"guest", answer.guest},
            {"access_list", answer.listed ? Value{answer.allowed ? "allows" : "refuses"} : Value{}},
            {"must_prove", text_or_nothing(answer.proof)},
            {"context", text_or_nothing(answer.context)},
            {"others", std::move(others)},
            {"others_unlisted", answer.unlisted}};
}

std::vector<Record> transport_records(const std::vector<sipcore::ListenerStatus>& listeners, const std::vector<sipcore::ConnectionStatus>& connections,
                                      const std::vector<sipcore::TransportFigures>& figures)
{
    return sipcore::rows_of(figures, [&](const sipcore::TransportFigures& each) -> Record {
        Value::List bound;
        for (const auto& listener : listeners) {
            if (listener.protocol == each.protocol)
                bound.emplace_back(listener.bound.text());
        }
        return {{"transport", protocol_word(each.protocol)},
                {"listens_at", std::move(bound)},
                {"connections", std::ranges::count(connections, each.protocol, &sipcore::ConnectionStatus::protocol)},
                {"received", each.received},
                {"received_octets", each.received_octets},
                {"sent", each.sent},
                {"sent_octets", each.sent_octets}};
    });
}

sipcore::Report objects_report(const ObjectRows& objects)
{
    sipcore::Report report{{}, {{"static", objects.standing()}, {"realtime", objects.realtime}, {"autocreate", objects.autocreate}, {"registries", objects.registries.size()}}};
    for (const auto& peer : objects.peers)
        report.rows.push_back(object_of("peer", peer));
    for (const auto& peer : objects.with_address)
        report.rows.push_back(object_of("peer_by_ip", peer));
    for (const auto& registry : objects.registries)
        report.rows.push_back({{"kind", "registry"}, {"name", registry}});
    return report;
}

std::vector<Record> option_records(const std::vector<sipcore::config::EffectiveObject>& objects)
{
    std::vector<Record> rows;
    for (const auto& object : objects) {
        for (const auto& option : object.options)
            rows.push_back({{"object", object.name},
                            {"type", object.type},
                            {"option", option.option},
                            {"value", text_or_nothing(value_shown(option))},
                            {"said_by", said_by(option.said_by)}});
    }
    return rows;
}

std::vector<Record> entry_records(const std::vector<NotedDialog>& dialogs)
{
    std::vector<Record> rows;
    for (const auto& dialog : dialogs) {
        int number = 0;
        for (const auto& message : dialog.messages)
            rows.push_back({{"call_id", dialog.call_id},
                            {"kind", dialog.subscription ? "subscription" : "call"},
                            {"number", ++number},
                            {"entry", message.entry}});
    }
    return rows;
}

std::vector<Record> message_records(const std::vector<NotedDialog>& dialogs)
{
    std::vector<Record> rows;
    for (const auto& dialog : dialogs) {
        for (const auto& message : dialog.messages)
            rows.push_back({{"call_id", dialog.call_id},
                            {"at", moment_of(message.at)},
                            {"sent", message.sent},
                            {"local", message.local.text()},
                            {"remote", message.remote.text()},
                            {"first", message.first},
                            {"cseq", message.cseq},
                            {"sdp", message.sdp},
                            {"again", message.again}});
    }
    return rows;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What `sip show objects` and `sip show sched` print. */
#include "cli/internals_text.h"

#include <algorithm>
#include <format>

namespace res_sip {

namespace {

/** One object. */
std::string block(std::string_view type, const std::string& name, long references)
{
    return std::format("name: {}\ntype: {}\nobjflags: 0\nrefcount: {}\n\n", name, type, references);
}

}  // namespace

ObjectRows object_rows(std::vector<sipcore::EndpointStatus> endpoints, const sipcore::config::Config& config, const OfDatabase& database)
{
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    ObjectRows rows;
    for (const auto& status : endpoints) {
        rows.peers.push_back({status.endpoint->name, status.endpoint.use_count()});
        if (status.created)
            ++rows.autocreate;
        else if (database.names.contains(status.endpoint->name) && !config.global.realtime.cache_friends)
            ++rows.realtime;
        if (status.address)
            rows.with_address.push_back(rows.peers.back());
    }
    for (const auto& registration : config.registrations)
        rows.registries.push_back(std::format("{}@{}", registration.user, registration.host));
    return rows;
}

std::string objects_text(const ObjectRows& objects)
{
    auto text = std::format("-= Peer objects: {} static, {} realtime, {} autocreate =-\n\n", objects.standing(), objects.realtime,
                            objects.autocreate);
    for (const auto& peer : objects.peers)
        text += block("peer", peer.name, peer.references);
    text += "-= Peer objects by IP =-\n\n";
    for (const auto& peer : objects.with_address)
        text += block("peer", peer.name, peer.references);
    text += std::format("-= Registry objects: {} =-\n\n", objects.registries.size());
    for (const auto& registry : objects.registries)
        text += std::format("name: {}\n", registry);
    text += "-= Dialog objects:\n\n";
    for (const auto& dialog : objects.dialogs)
        text += block("dialog", dialog, 1);
    return text;
}

std::vector<TimerRow> timer_rows(const std::vector<sipcore::EndpointStatus>& endpoints, const OtherTimers& others)
{
    auto count = [&](auto fits) { return static_cast<long>(std::ranges::count_if(endpoints, fits)); };
    auto bound = count([](const auto& status) { return status.binding.has_value(); });
    auto asked = count([](const auto& status) { return status.address && status.reachability != sipcore::Reachability::unmonitored; });
    return {{"retrans_pkt", 0}, {"__sip_autodestruct", others.subscriptions}, {"expire_register", bound}, {"auto_congest", others.calling},
            {"sip_reg_timeout", others.asked}, {"sip_poke_peer_s", asked}, {"sip_poke_peer_now", 0}, {"sip_poke_noanswer", 0},
            {"sip_reregister", others.registered}, {"sip_reinvite_retry", 0}, {"<unknown>", others.others}};
}

long count_timers(const std::vector<TimerRow>& kinds)
{
    long all = 0;
    for (const auto& kind : kinds)
        all += kind.timers;
    return all;
}

std::string sched_text(const std::vector<TimerRow>& kinds)
{
    auto all = count_timers(kinds);
    auto text = std::format("\n Highwater = {}\n schedcnt = {}\n", all, all);
    for (const auto& kind : kinds)
        text += std::format("{}{} : {}\n", kind.kind.starts_with('<') ? "   " : "    ", kind.kind, kind.timers);
    return text;
}

}  // namespace res_sip

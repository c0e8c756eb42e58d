// SPDX-License-Identifier: GPL-2.0-only
/** @file What `sip show objects` and `sip show sched` print. */
#include "cli/internals_text.h"

#include <algorithm>
#include <array>
#include <format>

namespace res_sip {

namespace {

/** One object. */
std::string block(const sipcore::EndpointStatus& status)
{
    return std::format("name: {}\ntype: peer\nobjflags: 0\nrefcount: {}\n\n", status.endpoint->name, status.endpoint.use_count());
}

}  // namespace

std::string objects_text(std::vector<sipcore::EndpointStatus> endpoints, const sipcore::config::Config& config)
{
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    auto text = std::format("-= Peer objects: {} static, 0 realtime, 0 autocreate =-\n\n", endpoints.size());
    for (const auto& status : endpoints)
        text += block(status);
    text += "-= Peer objects by IP =-\n\n";
    for (const auto& status : endpoints) {
        if (status.address)
            text += block(status);
    }
    text += std::format("-= Registry objects: {} =-\n\n", config.registrations.size());
    for (const auto& registration : config.registrations)
        text += std::format("name: {}@{}\n", registration.user, registration.host);
    return text + "-= Dialog objects:\n\n";
}

std::string sched_text(const std::vector<sipcore::EndpointStatus>& endpoints, const sipcore::config::Config& config)
{
    auto count = [&](auto fits) { return std::ranges::count_if(endpoints, fits); };
    auto bound = count([](const auto& status) { return status.binding.has_value(); });
    auto asked = count([](const auto& status) { return status.reachability != sipcore::Reachability::unmonitored; });
    struct Kind {
        std::string_view name;
        long timers;
    };
    const std::array<Kind, 11> kinds{{{"    retrans_pkt", 0}, {"    __sip_autodestruct", 0}, {"    expire_register", bound}, {"    auto_congest", 0},
                                      {"    sip_reg_timeout", 0}, {"    sip_poke_peer_s", asked}, {"    sip_poke_peer_now", 0}, {"    sip_poke_noanswer", 0},
                                      {"    sip_reregister", static_cast<long>(config.registrations.size())}, {"    sip_reinvite_retry", 0}, {"   <unknown>", 0}}};
    long all = 0;
    for (const auto& kind : kinds)
        all += kind.timers;
    auto text = std::format("\n Highwater = {}\n schedcnt = {}\n", all, all);
    for (const auto& kind : kinds)
        text += std::format("{} : {}\n", kind.name, kind.timers);
    return text;
}

}  // namespace res_sip

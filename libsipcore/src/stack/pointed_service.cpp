// SPDX-License-Identifier: GPL-2.0-only
/** @file NAPTR records in their order. */
#include "stack/pointed_service.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sipcore/letter_case.h"

namespace sipcore::stack {

namespace {

/** What a service is reached over; nothing for those that are not SIP's, or not over what we know. */
std::optional<config::Protocol> protocol_of(std::string_view service)
{
    constexpr std::pair<std::string_view, config::Protocol> known[] = {
        {"SIP+D2U", config::Protocol::udp}, {"SIP+D2T", config::Protocol::tcp}, {"SIPS+D2T", config::Protocol::tls}};
    for (auto [word, protocol] : known) {
        if (same_name(service, word))
            return protocol;
    }
    return std::nullopt;
}

}  // namespace

std::optional<PointedService> choose(std::vector<Pointer> pointers, const std::function<bool(config::Protocol)>& usable)
{
    std::ranges::stable_sort(pointers, {}, [](const Pointer& p) { return std::pair{p.order, p.preference}; });
    for (const auto& pointer : pointers) {
        auto protocol = same_name(pointer.flags, "s") ? protocol_of(pointer.service) : std::nullopt;
        bool leads_on = !pointer.replacement.empty() && pointer.replacement != ".";
        if (protocol && leads_on && usable(*protocol))
            return PointedService{*protocol, pointer.replacement};
    }
    return std::nullopt;
}

}  // namespace sipcore::stack

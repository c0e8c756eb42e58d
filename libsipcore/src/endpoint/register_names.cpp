// SPDX-License-Identifier: GPL-2.0-only
/** @file Who is found by the name of an address of record, which several may share, or by addresses that somebody wrote down. */
#include <algorithm>

#include "endpoint/register_of_endpoints.h"

namespace sipcore::endpoint {

std::optional<std::uint32_t> EndpointRegister::identified(const IpAddress& ip, config::Protocol protocol) const
{
    if (!identifies_)
        return std::nullopt;
    for (const auto& identify : identifies_->identifies) {
        if (std::ranges::none_of(identify.match, [&](const Network& network) { return network.contains(ip); }))
            continue;
        auto at = by_name_.find(identify.endpoint);
        if (at == by_name_.end())
            continue;
        const auto& may = entries_[at->second].status.endpoint->transports;
        if (std::ranges::find(may, protocol) != may.end())
            return at->second;
    }
    return std::nullopt;
}

void EndpointRegister::join_aor(const std::string& aor, std::uint32_t number)
{
    auto& numbers = by_aor_[aor];
    if (std::ranges::find(numbers, number) == numbers.end())
        numbers.push_back(number);
}

void EndpointRegister::leave_aor(const std::string& aor, std::uint32_t number)
{
    auto at = by_aor_.find(aor);
    if (at == by_aor_.end())
        return;
    std::erase(at->second, number);
    if (at->second.empty())
        by_aor_.erase(at);
}

std::optional<std::uint32_t> EndpointRegister::first_of_aor(std::string_view aor) const
{
    auto at = by_aor_.find(aor);
    return at == by_aor_.end() ? std::nullopt : std::optional{at->second.front()};
}

}  // namespace sipcore::endpoint

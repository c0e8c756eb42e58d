// SPDX-License-Identifier: GPL-2.0-only
/** @file Who is found by the name of an address of record, which several may share, or by addresses that somebody wrote down. */
#include <algorithm>

#include "endpoint/register_of_endpoints.h"
#include "stack/locator.h"
#include "transport/listener.h"

namespace sipcore::endpoint {

bool EndpointRegister::is_of(const config::Identify& identify, const IpAddress& ip, config::Protocol protocol) const
{
    if (std::ranges::any_of(identify.match, [&](const Network& network) { return network.contains(ip); }))
        return true;
    return std::ranges::any_of(identify.match_hosts, [&](const std::string& host) {
        auto has = [&](const stack::Wanted& wanted) {
            return std::ranges::contains(core_.locator().latest(wanted), ip, &SocketAddress::ip);
        };
        return has({host, transport::usual_port(protocol), protocol, false}) || (identify.srv_lookups && has({host, 0, protocol, true}));
    });
}

std::optional<EndpointStatus> EndpointRegister::identified(const IpAddress& ip, config::Protocol protocol) const
{
    std::shared_ptr<const config::Config> whole;
    {
        std::lock_guard lock{mutex_};
        whole = identifies_;
    }
    if (!whole)
        return std::nullopt;
    for (const auto& identify : whole->identifies) {
        if (!is_of(identify, ip, protocol))
            continue;
        auto found = find(identify.endpoint);
        if (found && std::ranges::contains(found->endpoint->transports, protocol))
            return found;
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

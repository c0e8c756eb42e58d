// SPDX-License-Identifier: GPL-2.0-only
/** @file Numeric hosts at once, names by the resolver. */
#include "stack/locate.h"

#include <array>
#include <cctype>
#include <format>
#include <memory>

namespace sipcore::stack {

namespace {

/** The first address for which there is a socket. */
std::optional<SocketAddress> reachable(Core& core, const std::vector<IpAddress>& addresses, const Place& place)
{
    for (const auto& ip : addresses) {
        SocketAddress address{ip, place.port};
        if (core.reaches(address, place.protocol))
            return address;
    }
    return std::nullopt;
}

}  // namespace

void locate(Core& core, const Place& place, Strand& strand,
            std::move_only_function<void(std::optional<SocketAddress>)> told)
{
    if (auto ip = IpAddress::parse(place.host)) {
        strand.post([found = reachable(core, {*ip}, place), told = std::move(told)]() mutable { told(found); });
        return;
    }
    auto* resolver = core.ports().resolver;
    if (!resolver || place.host.empty()) {
        strand.post([told = std::move(told)]() mutable { told(std::nullopt); });
        return;
    }
    // The resolver wants something that can be copied.
    auto shared = std::make_shared<std::move_only_function<void(std::optional<SocketAddress>)>>(std::move(told));
    resolver->addresses_of(place.host, [&core, &strand, place, shared](const std::vector<IpAddress>& addresses, std::chrono::seconds) {
        strand.post([&core, place, shared, addresses] { (*shared)(reachable(core, addresses, place)); });
    });
}

std::string escape_user(std::string_view user)
{
    constexpr std::string_view plain = "-_.!~*'()&=+$,;?/";
    std::string out;
    for (unsigned char c : user) {
        if (std::isalnum(c) || plain.find(static_cast<char>(c)) != std::string_view::npos)
            out += static_cast<char>(c);
        else
            out += std::format("%{:02X}", c);
    }
    return out;
}

std::string uri_host(std::string_view host)
{
    bool bare = host.find(':') != std::string_view::npos && !host.starts_with('[');
    return bare ? std::format("[{}]", host) : std::string{host};
}

}  // namespace sipcore::stack

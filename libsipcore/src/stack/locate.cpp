// SPDX-License-Identifier: GPL-2.0-only
/** @file What the locator finds, on a strand. */
#include "stack/locate.h"

#include <array>
#include <cctype>
#include <format>
#include <memory>

#include "sipcore/letter_case.h"

namespace sipcore::stack {

void locate(Core& core, const Wanted& wanted, Strand& strand, Located told)
{
    // The locator wants something that can be copied.
    auto shared = std::make_shared<Located>(std::move(told));
    core.locator().find(wanted, [&core, &strand, protocol = wanted.protocol, shared](const std::vector<SocketAddress>& addresses) {
        strand.post([&core, protocol, shared, addresses = std::vector<SocketAddress>{addresses}]() mutable {
            std::erase_if(addresses, [&](const SocketAddress& address) { return !core.reaches(address, protocol); });
            (*shared)(addresses);
        });
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

std::string as_secure_as(std::string uri, std::string_view other)
{
    if (begins_with_name(other, "sips:") && uri.starts_with("sip:"))
        uri.insert(3, "s");
    return uri;
}

std::string uri_host(std::string_view host)
{
    bool bare = host.find(':') != std::string_view::npos && !host.starts_with('[');
    return bare ? std::format("[{}]", host) : std::string{host};
}

}  // namespace sipcore::stack

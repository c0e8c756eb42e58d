// SPDX-License-Identifier: GPL-2.0-only
/** @file Addresses, networks and access lists: text both ways, and the comparisons. */
#include "sipcore/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace sipcore {

namespace {

/** Reads a whole number that fills the text. */
template <class Number>
std::optional<Number> number(std::string_view text, unsigned most)
{
    unsigned value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return static_cast<Number>(value);
}

/** Leading one bits of a mask, nothing when there are holes. */
std::optional<std::uint8_t> prefix_of(const IpAddress& mask)
{
    std::size_t size = mask.is_v4() ? 4 : 16;
    unsigned length = 0;
    bool ended = false;
    for (std::size_t i = 0; i < size; ++i) {
        auto octet = mask.octets()[i];
        unsigned ones = static_cast<unsigned>(std::countl_one(octet));
        if ((ended && octet) || static_cast<std::uint8_t>(octet << ones))
            return std::nullopt;
        length += ones;
        ended = ended || ones < 8;
    }
    return static_cast<std::uint8_t>(length);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    if (text.size() > 1 && text.front() == '[' && text.back() == ']')
        text = text.substr(1, text.size() - 2);
    char buffer[INET6_ADDRSTRLEN];
    if (text.empty() || text.size() >= sizeof buffer)
        return std::nullopt;
    std::ranges::copy(text, buffer);
    buffer[text.size()] = '\0';
    std::array<std::uint8_t, 4> four;
    if (inet_pton(AF_INET, buffer, four.data()) == 1)
        return v4(four);
    std::array<std::uint8_t, 16> sixteen;
    if (inet_pton(AF_INET6, buffer, sixteen.data()) == 1)
        return v6(sixteen);
    return std::nullopt;
}

IpAddress IpAddress::v4(std::array<std::uint8_t, 4> octets)
{
    IpAddress ip;
    ip.family_ = Family::v4;
    std::ranges::copy(octets, ip.octets_.begin());
    return ip;
}

IpAddress IpAddress::v6(std::array<std::uint8_t, 16> octets)
{
    static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(mapped.begin(), mapped.end(), octets.begin()))
        return v4({octets[12], octets[13], octets[14], octets[15]});
    IpAddress ip;
    ip.family_ = Family::v6;
    ip.octets_ = octets;
    return ip;
}

bool IpAddress::is_unspecified() const noexcept
{
    return std::ranges::all_of(octets_, [](auto octet) { return octet == 0; });
}

std::string IpAddress::text() const
{
    char buffer[INET6_ADDRSTRLEN];
    if (family_ == Family::none || !inet_ntop(is_v4() ? AF_INET : AF_INET6, octets_.data(), buffer, sizeof buffer))
        return {};
    return buffer;
}

std::string IpAddress::uri_host() const
{
    return is_v6() ? "[" + text() + "]" : text();
}

std::optional<SocketAddress> SocketAddress::parse(std::string_view text, std::uint16_t default_port)
{
    auto host = text;
    std::optional<std::uint16_t> port = default_port;
    if (text.starts_with('[')) {
        auto close = text.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        host = text.substr(0, close + 1);
        auto rest = text.substr(close + 1);
        if (!rest.empty())
            port = rest.front() == ':' ? number<std::uint16_t>(rest.substr(1), 65535) : std::nullopt;
    } else if (auto colon = text.find(':'); colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        host = text.substr(0, colon);
        port = number<std::uint16_t>(text.substr(colon + 1), 65535);
    }
    auto ip = IpAddress::parse(host);
    if (!ip || !port)
        return std::nullopt;
    return SocketAddress{*ip, *port};
}

SocketAddress SocketAddress::from(const sockaddr* address)
{
    if (address->sa_family == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, address, sizeof in);
        return {IpAddress::v4(std::bit_cast<std::array<std::uint8_t, 4>>(in.sin_addr.s_addr)), ntohs(in.sin_port)};
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 in;
        std::memcpy(&in, address, sizeof in);
        return {IpAddress::v6(std::bit_cast<std::array<std::uint8_t, 16>>(in.sin6_addr)), ntohs(in.sin6_port)};
    }
    return {};
}

socklen_t SocketAddress::to(sockaddr_storage& storage) const noexcept
{
    storage = {};
    if (ip_.is_v4()) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port_);
        std::memcpy(&in.sin_addr, ip_.octets().data(), 4);
        std::memcpy(&storage, &in, sizeof in);
        return sizeof in;
    }
    if (ip_.is_v6()) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(port_);
        std::memcpy(&in.sin6_addr, ip_.octets().data(), 16);
        std::memcpy(&storage, &in, sizeof in);
        return sizeof in;
    }
    storage.ss_family = AF_UNSPEC;
    return sizeof(sa_family_t);
}

std::string SocketAddress::text() const
{
    return *this ? ip_.uri_host() + ":" + std::to_string(port_) : std::string{};
}

std::optional<Network> Network::parse(std::string_view text)
{
    auto slash = text.find('/');
    auto ip = IpAddress::parse(text.substr(0, slash));
    if (!ip)
        return std::nullopt;
    auto whole = static_cast<std::uint8_t>(ip->is_v4() ? 32 : 128);
    if (slash == std::string_view::npos)
        return Network{*ip, whole};
    auto mask = text.substr(slash + 1);
    if (auto length = number<std::uint8_t>(mask, whole))
        return Network{*ip, *length};
    auto dotted = IpAddress::parse(mask);
    auto prefix = dotted && dotted->family() == ip->family() ? prefix_of(*dotted) : std::nullopt;
    return prefix ? std::optional{Network{*ip, *prefix}} : std::nullopt;
}

bool Network::contains(const IpAddress& ip) const noexcept
{
    if (ip.family() != address.family())
        return false;
    unsigned whole = prefix_length / 8U;
    if (!std::equal(ip.octets().begin(), ip.octets().begin() + whole, address.octets().begin()))
        return false;
    unsigned rest = prefix_length % 8U;
    auto mask = static_cast<std::uint8_t>(0xff00U >> rest);
    return rest == 0 || ((ip.octets()[whole] ^ address.octets()[whole]) & mask) == 0;
}

std::string Network::text() const
{
    return address.text() + "/" + std::to_string(prefix_length);
}

bool AccessList::allows(const IpAddress& ip) const noexcept
{
    bool allowed = true;
    for (const auto& rule : rules) {
        if (rule.network.contains(ip))
            allowed = rule.sense == AccessRule::Sense::permit;
    }
    return allowed;
}

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file Network addresses as values: an address with its port, a network, and a list of rules who may come in.
 *  Knows no resolver: text must be numeric. */
#pragma once

#include <sys/socket.h>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/export.h"

namespace sipcore {

/** An IPv4 or IPv6 address without a port; an IPv4-mapped IPv6 address is stored as IPv4. */
class SIPCORE_API IpAddress {
public:
    /** The kinds of address. */
    enum class Family : std::uint8_t { none, v4, v6 };

    /** No address at all. */
    IpAddress() = default;

    /**
     * Reads a numeric address.
     * @param text  `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`; a zone (`%eth0`) is not taken
     * @return the address, nothing when the text is not one
     * @threads any
     */
    static std::optional<IpAddress> parse(std::string_view text);

    /** The IPv4 address of four octets in network order. */
    static IpAddress v4(std::array<std::uint8_t, 4> octets);
    /** The IPv6 address of sixteen octets in network order. */
    static IpAddress v6(std::array<std::uint8_t, 16> octets);

    /** Its family, `none` for no address. */
    Family family() const noexcept { return family_; }
    /** Whether it is an IPv4 address. */
    bool is_v4() const noexcept { return family_ == Family::v4; }
    /** Whether it is an IPv6 address. */
    bool is_v6() const noexcept { return family_ == Family::v6; }
    /** Whether it is the wildcard 0.0.0.0 or `::`, or no address. */
    bool is_unspecified() const noexcept;
    /** Its octets in network order: four or sixteen of them count. */
    const std::array<std::uint8_t, 16>& octets() const noexcept { return octets_; }
    /** Its text without brackets, empty for no address. */
    std::string text() const;
    /** Its text as it stands in a URI: IPv6 in square brackets. @rfc{3261,19.1.1} */
    std::string uri_host() const;

    /** Ordered by family, then octets. */
    auto operator<=>(const IpAddress&) const = default;

private:
    Family family_ = Family::none;
    std::array<std::uint8_t, 16> octets_{};
};

/** An address and a port. */
class SIPCORE_API SocketAddress {
public:
    /** No address, port 0. */
    SocketAddress() = default;
    /** An address with a port in host order, 0 to 65535. */
    SocketAddress(IpAddress ip, std::uint16_t port) : ip_{ip}, port_{port} {}

    /**
     * Reads a numeric address with an optional port.
     * @param text          `192.0.2.1:5060`, `[2001:db8::1]:5060`, or either without a port; a bare IPv6
     *                      address without brackets has no port
     * @param default_port  the port when none is written
     * @return the address, nothing when the text is not one or the port is not 0 to 65535
     * @threads any
     */
    static std::optional<SocketAddress> parse(std::string_view text, std::uint16_t default_port);
    /** Takes over what a socket call returned; no address for a family other than IPv4 and IPv6. */
    static SocketAddress from(const sockaddr* address);

    /**
     * Writes it for a socket call.
     * @param[out] storage  filled; the family of no address is AF_UNSPEC
     * @return the length that the call wants
     */
    socklen_t to(sockaddr_storage& storage) const noexcept;

    /** The address. */
    const IpAddress& ip() const noexcept { return ip_; }
    /** The port in host order. */
    std::uint16_t port() const noexcept { return port_; }
    /** Whether there is an address. */
    explicit operator bool() const noexcept { return ip_.family() != IpAddress::Family::none; }
    /** `192.0.2.1:5060` or `[2001:db8::1]:5060`; empty for no address. */
    std::string text() const;

    /** Ordered by address, then port. */
    auto operator<=>(const SocketAddress&) const = default;

private:
    IpAddress ip_;
    std::uint16_t port_ = 0;
};

/** A network: an address and how many of its leading bits count. */
struct SIPCORE_API Network {
    IpAddress address;           ///< an address in the network
    std::uint8_t prefix_length;  ///< leading bits that count: 0 to 32 or 0 to 128

    /**
     * Reads a network.
     * @param text  `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `2001:db8::/32`, or a bare address, which is
     *              a network of itself alone; a mask with holes is not taken
     * @return the network, nothing when the text is not one
     */
    static std::optional<Network> parse(std::string_view text);
    /** Whether an address lies in it; never across families. */
    bool contains(const IpAddress& ip) const noexcept;
    /** `192.0.2.0/24`. */
    std::string text() const;

    /** Equal when address and length are. */
    bool operator==(const Network&) const = default;
};

/** One rule of an access list. */
struct AccessRule {
    /** What a rule says about its network. */
    enum class Sense : std::uint8_t { permit, deny };
    Sense sense;      ///< what happens to who matches
    Network network;  ///< who matches

    /** Equal when sense and network are. */
    bool operator==(const AccessRule&) const = default;
};

/** Rules in the order in which they were written; the last one that matches decides, and without a match all may
 *  pass. The name of a list that Asterisk keeps (acl.conf) stands beside, to be asked through a port. */
struct SIPCORE_API AccessList {
    std::vector<AccessRule> rules;  ///< in file order

    /** Whether an address may pass. */
    bool allows(const IpAddress& ip) const noexcept;

    /** Equal when the rules are, in their order. */
    bool operator==(const AccessList&) const = default;
};

}  // namespace sipcore

/** Hashes an address for unordered containers. */
template <>
struct std::hash<sipcore::IpAddress> {
    /** FNV-1a over family and octets. */
    std::size_t operator()(const sipcore::IpAddress& ip) const noexcept
    {
        std::size_t value = 1469598103934665603ULL ^ static_cast<std::size_t>(ip.family());
        for (auto octet : ip.octets())
            value = (value ^ octet) * 1099511628211ULL;
        return value;
    }
};

/** Hashes an address with its port for unordered containers. */
template <>
struct std::hash<sipcore::SocketAddress> {
    /** The address's hash, mixed with the port. */
    std::size_t operator()(const sipcore::SocketAddress& address) const noexcept
    {
        return std::hash<sipcore::IpAddress>{}(address.ip()) * 31 + address.port();
    }
};

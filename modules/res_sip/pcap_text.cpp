// SPDX-License-Identifier: GPL-2.0-only
/** @file The format of libpcap's files, version 2.4, with packets that begin with their IP header. */
#include "pcap_text.h"

#include <algorithm>

namespace res_sip {

namespace {

/** How much of a message counts: a packet ends at 65535. */
constexpr std::size_t longest = 65000;
/** Length of a UDP header. */
constexpr std::size_t udp_head = 8;
/** LINKTYPE_RAW: IPv4 or IPv6 by the first octet. */
constexpr std::uint32_t raw_ip = 101;

/** A number in this machine's order, as the file's own fields are. */
template <class T>
void put(std::string& out, T number)
{
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/** A number of two octets in network order. */
void put_network(std::string& out, std::size_t number)
{
    out += static_cast<char>(number >> 8 & 0xff);
    out += static_cast<char>(number & 0xff);
}

/** The octets of an address. */
void put_address(std::string& out, const sipcore::IpAddress& ip)
{
    out.append(reinterpret_cast<const char*>(ip.octets().data()), ip.is_v6() ? 16 : 4);
}

/** Adds the words of a text as RFC 1071 says. */
std::uint32_t sum_of(std::string_view text, std::uint32_t sum)
{
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto high = static_cast<unsigned char>(text[i]);
        auto low = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        sum += static_cast<std::uint32_t>(high << 8 | low);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

/** The header of IPv4 or IPv6. @param length of what follows */
std::string ip_head(const sipcore::IpAddress& from, const sipcore::IpAddress& to, std::size_t length)
{
    std::string head;
    if (from.is_v6()) {
        head.assign("\x60\0\0\0", 4);
        put_network(head, length);
        head.append("\x11\x40", 2);
    } else {
        head.assign("\x45\0", 2);
        put_network(head, 20 + length);
        head.append("\0\0\0\0\x40\x11\0\0", 8);
    }
    put_address(head, from);
    put_address(head, to);
    if (!from.is_v6()) {
        auto sum = ~sum_of(head, 0) & 0xffff;
        head[10] = static_cast<char>(sum >> 8);
        head[11] = static_cast<char>(sum & 0xff);
    }
    return head;
}

/** The header of UDP, with its checksum: IPv6 wants one. */
std::string udp_packet(const sipcore::SocketAddress& from, const sipcore::SocketAddress& to, std::string_view text)
{
    std::string packet;
    put_network(packet, from.port());
    put_network(packet, to.port());
    put_network(packet, udp_head + text.size());
    put_network(packet, 0);
    packet += text;
    std::string addresses;
    put_address(addresses, from.ip());
    put_address(addresses, to.ip());
    constexpr std::uint32_t udp = 17;
    auto sum = ~sum_of(packet, sum_of(addresses, udp + static_cast<std::uint32_t>(packet.size()))) & 0xffff;
    sum = sum ? sum : 0xffff;
    packet[6] = static_cast<char>(sum >> 8);
    packet[7] = static_cast<char>(sum & 0xff);
    return packet;
}

}  // namespace

std::string pcap_head()
{
    std::string head;
    put<std::uint32_t>(head, 0xa1b2c3d4);
    put<std::uint16_t>(head, 2);
    put<std::uint16_t>(head, 4);
    put<std::uint32_t>(head, 0);
    put<std::uint32_t>(head, 0);
    put<std::uint32_t>(head, 65535);
    put<std::uint32_t>(head, raw_ip);
    return head;
}

std::string pcap_record(std::uint64_t when, const sipcore::SocketAddress& from, const sipcore::SocketAddress& to, std::string_view text)
{
    auto kept = text.substr(0, std::min(text.size(), longest));
    auto packet = ip_head(from.ip(), to.ip(), udp_head + kept.size()) + udp_packet(from, to, kept);
    constexpr std::uint64_t second = 1000000;
    std::string record;
    put(record, static_cast<std::uint32_t>(when / second));
    put(record, static_cast<std::uint32_t>(when % second));
    put(record, static_cast<std::uint32_t>(packet.size()));
    put(record, static_cast<std::uint32_t>(packet.size() + text.size() - kept.size()));
    return record + packet;
}

}  // namespace res_sip

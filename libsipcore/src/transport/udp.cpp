// SPDX-License-Identifier: GPL-2.0-only
/** @file The UDP socket: system calls on one side, PJSIP's transport interface on the other. */
#include "transport/udp.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <format>
#include <utility>

#include "sipcore/log.h"
#include "transport/socket_options.h"

namespace sipcore::transport {

namespace {

/** Octets of the socket's buffers that are asked for. */
constexpr int buffer_size = 4 * 1024 * 1024;

/** Our address that a datagram was sent to, from its control data. */
IpAddress destination_of(const msghdr& header)
{
    for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(const_cast<msghdr*>(&header), control)) {
        if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
            in_pktinfo info;
            std::memcpy(&info, CMSG_DATA(control), sizeof info);
            std::array<std::uint8_t, 4> octets;
            std::memcpy(octets.data(), &info.ipi_spec_dst, octets.size());
            return IpAddress::v4(octets);
        }
        if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info;
            std::memcpy(&info, CMSG_DATA(control), sizeof info);
            std::array<std::uint8_t, 16> octets;
            std::memcpy(octets.data(), &info.ipi6_addr, octets.size());
            return IpAddress::v6(octets);
        }
    }
    return {};
}

/** How long a datagram lay in its socket, from its control data; no time at all when the system does not tell. */
std::chrono::nanoseconds wait_of(const msghdr& header)
{
    for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(const_cast<msghdr*>(&header), control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        timespec came;
        timespec now;
        std::memcpy(&came, CMSG_DATA(control), sizeof came);
        clock_gettime(CLOCK_REALTIME, &now);  // the clock that the system stamps with
        std::chrono::nanoseconds waited = std::chrono::seconds{now.tv_sec - came.tv_sec} +
                                          std::chrono::nanoseconds{now.tv_nsec - came.tv_nsec};
        return std::max(waited, std::chrono::nanoseconds{0});
    }
    return {};
}

}  // namespace

Outcome<std::shared_ptr<UdpSocket>> UdpSocket::open(const config::Transport& transport, pjsip_endpoint* endpoint, Tap& tap)
{
    std::shared_ptr<UdpSocket> socket{new UdpSocket{transport, tap}};
    if (auto bound = socket->bind(); !bound)
        return std::unexpected(bound.error());
    if (!socket->attach(endpoint))
        return std::unexpected(Failure{"PJSIP does not take the socket"});
    return socket;
}

Outcome<> UdpSocket::bind()
{
    auto configured = this->configured();
    bool v6 = configured->bind.ip().is_v6();
    descriptor_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0)
        return std::unexpected(system_failure("socket"));
    set_option(descriptor_, SOL_SOCKET, SO_RCVBUF, buffer_size);
    set_option(descriptor_, SOL_SOCKET, SO_SNDBUF, buffer_size);
    set_option(descriptor_, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    if (v6) {
        set_option(descriptor_, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        set_option(descriptor_, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    } else {
        set_option(descriptor_, IPPROTO_IP, IP_PKTINFO, 1);
    }
    set_service(descriptor_, v6, configured->tos, configured->cos);
    SocketAddress wanted{configured->bind.ip(), configured->bind.port() ? configured->bind.port() : std::uint16_t{5060}};
    sockaddr_storage storage{};
    auto length = wanted.to(storage);
    if (::bind(descriptor_, reinterpret_cast<sockaddr*>(&storage), length) != 0)
        return std::unexpected(system_failure(std::format("UDP {}", wanted.text())));
    bound_ = local_of(descriptor_);
    return {};
}

void UdpSocket::reconfigure(const config::Transport& transport)
{
    configured_.store(std::make_shared<const config::Transport>(transport), std::memory_order_release);
    set_service(descriptor_, bound_.ip().is_v6(), transport.tos, transport.cos);
}

bool UdpSocket::attach(pjsip_endpoint* endpoint)
{
    CarrierParts parts;
    parts.local = parts.named = bound_;
    handle_ = enlist(endpoint, parts, shared_from_this());
    open_ = handle_ != nullptr;
    return open_;
}

UdpSocket::~UdpSocket()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void UdpSocket::close()
{
    if (!std::exchange(open_, false))
        return;
    retire(handle_, Ending::closed);
}

bool UdpSocket::send(const SocketAddress& to, std::string_view text)
{
    sockaddr_storage storage{};
    auto length = to.to(storage);
    tap_.on_message(true, config::Protocol::udp, bound_, to, text);
    auto sent = ::sendto(descriptor_, text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&storage), length);
    if (sent < 0) {
        int why = errno;
        log::debug("UDP to {}: {}", to.text(), std::strerror(why));
        errno = why;
        // A full buffer or a peer that is away for a moment is what retransmission is for.
        return why == EAGAIN || why == ENOBUFS || why == ECONNREFUSED;
    }
    return true;
}

bool UdpSocket::serve(bool, bool, Receiver& receiver)
{
    auto& rdata = receiver.renew(handle_);
    sockaddr_storage source{};
    std::array<char, 256> control;
    iovec where{rdata.pkt_info.packet, sizeof rdata.pkt_info.packet - 1};
    msghdr header{};
    header.msg_name = &source;
    header.msg_namelen = sizeof source;
    header.msg_iov = &where;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    auto length = ::recvmsg(descriptor_, &header, 0);
    if (length < 0)
        return errno == ECONNREFUSED || errno == EINTR;
    Packet packet;
    packet.source = SocketAddress::from(reinterpret_cast<sockaddr*>(&source));
    packet.destination = destination_of(header);
    packet.waited = wait_of(header);
    if (length > 0 && packet.source)
        take(receiver, static_cast<std::size_t>(length), packet, bound_, tap_);
    return true;
}

}  // namespace sipcore::transport

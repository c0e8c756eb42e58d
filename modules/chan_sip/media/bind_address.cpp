// SPDX-License-Identifier: GPL-2.0-only
/** @file Which address of ours the sockets of a call's media are bound to. */
#include "media/bind_address.h"

#include <sys/socket.h>
#include <unistd.h>

namespace chan_sip {
namespace {

/** Whether an address is one of this machine's, so that a socket can be bound to it. */
bool is_own(const sipcore::IpAddress& ip)
{
    sockaddr_storage address{};
    auto length = sipcore::SocketAddress{ip, 0}.to(address);
    int probe = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return false;
    bool bound = bind(probe, reinterpret_cast<const sockaddr*>(&address), length) == 0;
    close(probe);
    return bound;
}

/** The address of ours that packets to a peer leave from; none without a way to it. */
sipcore::IpAddress source_towards(const sipcore::SocketAddress& peer)
{
    sockaddr_storage address{};
    auto length = peer.to(address);
    int probe = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return {};
    bool found = connect(probe, reinterpret_cast<const sockaddr*>(&address), length) == 0;
    length = sizeof address;
    found = found && getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    close(probe);
    return found ? sipcore::SocketAddress::from(reinterpret_cast<const sockaddr*>(&address)).ip() : sipcore::IpAddress{};
}

/** Whether an address is a loopback's. */
bool is_loopback(const sipcore::IpAddress& ip)
{
    constexpr std::uint8_t loopback_v4 = 127;
    return ip.is_v4() ? ip.octets()[0] == loopback_v4 : ip == sipcore::IpAddress::parse("::1");
}

}  // namespace

sipcore::IpAddress media_bind(const BindWish& wish)
{
    const auto& local = wish.local;
    auto any = local.is_v6() ? sipcore::IpAddress::v6({}) : sipcore::IpAddress::v4({});
    if (wish.wished && wish.wished->family() == local.family() && !wish.wished->is_unspecified())
        return *wish.wished;
    if (wish.ice && is_loopback(local))
        return any;
    if (is_own(local))
        return local;
    if (auto behind = source_towards(wish.remote); behind.family() == local.family())
        return behind;
    return any;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of sockets. */
#include "transport/socket_options.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <format>

namespace sipcore::transport {

namespace {

/** Octets that the system keeps for a peer that is slow to read. */
constexpr int send_buffer = 128 * 1024;
/** Seconds of silence after which the other side is asked whether it lives. */
constexpr int keep_alive_after = 60;
/** Seconds between such questions. */
constexpr int keep_alive_interval = 15;
/** Questions without an answer that end a connection. */
constexpr int keep_alive_count = 4;
/** Milliseconds for which what was sent may stay without an acknowledgement. */
constexpr int patience_for_acknowledgement = 32000;

}  // namespace

Failure system_failure(std::string_view what)
{
    return Failure{std::format("{}: {}", what, std::strerror(errno))};
}

void set_option(int descriptor, int level, int name, int value)
{
    (void)setsockopt(descriptor, level, name, &value, sizeof value);
}

void set_service(int descriptor, bool v6, int tos, int cos)
{
    set_option(descriptor, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_TCLASS : IP_TOS, tos);
    // After the type of service, which sets a priority of its own.
    set_option(descriptor, SOL_SOCKET, SO_PRIORITY, cos);
}

SocketAddress local_of(int descriptor)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) != 0)
        return {};
    return SocketAddress::from(reinterpret_cast<sockaddr*>(&storage));
}

void set_stream_options(int descriptor)
{
    set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(descriptor, SOL_SOCKET, SO_SNDBUF, send_buffer);
    set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, keep_alive_after);
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, keep_alive_interval);
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPCNT, keep_alive_count);
    set_option(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, patience_for_acknowledgement);
}

}  // namespace sipcore::transport

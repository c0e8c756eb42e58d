// SPDX-License-Identifier: GPL-2.0-only
/** @file Routes by the system's own choice: a datagram socket that is connected says which address it took. */
#include "stack/routes.h"

#include <sys/socket.h>
#include <unistd.h>

namespace sipcore::stack {

namespace {

/** Peers that are remembered; then all are forgotten. */
constexpr std::size_t most = 8192;
/** How long an answer counts. */
constexpr std::chrono::seconds lifetime{30};

/** Asks the system; nothing is sent. */
IpAddress ask(const IpAddress& peer)
{
    int descriptor = ::socket(peer.is_v6() ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return {};
    sockaddr_storage storage{};
    auto length = SocketAddress{peer, 5060}.to(storage);
    IpAddress source;
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&storage), length) == 0) {
        length = sizeof storage;
        if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) == 0)
            source = SocketAddress::from(reinterpret_cast<sockaddr*>(&storage)).ip();
    }
    ::close(descriptor);
    return source;
}

}  // namespace

IpAddress Routes::source_towards(const IpAddress& peer)
{
    auto now = clock_.now();
    {
        std::lock_guard lock{mutex_};
        if (auto at = known_.find(peer); at != known_.end() && now - at->second.found < lifetime)
            return at->second.source;
    }
    auto source = ask(peer);
    std::lock_guard lock{mutex_};
    if (known_.size() >= most)
        known_.clear();
    known_.insert_or_assign(peer, Known{source, now});
    return source;
}

}  // namespace sipcore::stack

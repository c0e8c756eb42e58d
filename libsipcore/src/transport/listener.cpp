// SPDX-License-Identifier: GPL-2.0-only
/** @file Taking connections. */
#include "transport/listener.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <format>
#include <utility>

#include "sipcore/log.h"
#include "transport/carrier.h"
#include "transport/socket_options.h"

namespace sipcore::transport {

namespace {

/** Connections that may wait to be taken. */
constexpr int backlog = 512;
/** Connections that a worker takes before it looks at what else there is. */
constexpr int batch = 16;

}  // namespace

Outcome<std::shared_ptr<Listener>> Listener::open(const config::Transport& transport, Acceptor& acceptor)
{
    std::shared_ptr<Listener> listener{new Listener{transport, acceptor}};
    if (auto bound = listener->bind(); !bound)
        return std::unexpected(bound.error());
    return listener;
}

Listener::Listener(const config::Transport& transport, Acceptor& acceptor)
    : configured_{std::make_shared<const config::Transport>(transport)}, protocol_{transport.protocol}, acceptor_{acceptor}
{
}

void Listener::reconfigure(const config::Transport& transport)
{
    configured_.store(std::make_shared<const config::Transport>(transport), std::memory_order_release);
}

Outcome<> Listener::bind()
{
    auto bind = configured()->bind;
    bool v6 = bind.ip().is_v6();
    descriptor_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0)
        return std::unexpected(system_failure("socket"));
    set_option(descriptor_, SOL_SOCKET, SO_REUSEADDR, 1);
    if (v6)
        set_option(descriptor_, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    SocketAddress wanted{bind.ip(), bind.port() ? bind.port() : usual_port(protocol_)};
    sockaddr_storage storage{};
    auto length = wanted.to(storage);
    if (::bind(descriptor_, reinterpret_cast<sockaddr*>(&storage), length) != 0 || ::listen(descriptor_, backlog) != 0)
        return std::unexpected(system_failure(std::format("{} {}", via_word(protocol_), wanted.text())));
    bound_ = local_of(descriptor_);
    return {};
}

Listener::~Listener()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void Listener::begin(Poller& poller)
{
    poller_ = &poller;
    poller.add(shared_from_this());
    resume();
}

void Listener::resume()
{
    poller_->watch(*this, false);
}

void Listener::close()
{
    if (poller_)
        poller_->remove(*this);
    // The system turns callers away at once; the descriptor's number stays ours until no worker can be at it.
    ::shutdown(descriptor_, SHUT_RDWR);
}

bool Listener::serve(bool, bool, Receiver&)
{
    for (int i = 0; i < batch; ++i) {
        sockaddr_storage storage{};
        socklen_t length = sizeof storage;
        int taken = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&storage), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (taken >= 0) {
            acceptor_.on_accepted(*this, taken, SocketAddress::from(reinterpret_cast<sockaddr*>(&storage)));
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            acceptor_.on_exhausted(*this);
            return false;
        }
        if (errno == EAGAIN || errno == EINVAL)
            break;
    }
    resume();
    return false;
}

}  // namespace sipcore::transport

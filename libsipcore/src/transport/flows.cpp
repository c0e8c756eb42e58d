// SPDX-License-Identifier: GPL-2.0-only
/** @file The life of connections. */
#include "transport/flows.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "pj/guarded.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "transport/socket_options.h"

namespace sipcore::transport {

namespace {

/** How long connecting may take, a handshake included. */
constexpr std::chrono::seconds patience{32};

/** Connections that there may be: half of the descriptors that the process may have. */
std::size_t most_connections()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return 65536;
    return std::max<std::size_t>(limit.rlim_cur / 2, 64);
}

/** A socket that begins to connect. @param from where it is bound; port 0 @return -1 with `errno` */
int begin_to_connect(const SocketAddress& from, const SocketAddress& to, const config::Transport& transport)
{
    bool v6 = to.ip().is_v6();
    int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    set_stream_options(descriptor);
    set_service(descriptor, v6, transport.tos, transport.cos);
    sockaddr_storage storage{};
    auto length = from.to(storage);
    bool bound = from.ip().is_unspecified() || ::bind(descriptor, reinterpret_cast<sockaddr*>(&storage), length) == 0;
    length = to.to(storage);
    if (bound && (::connect(descriptor, reinterpret_cast<sockaddr*>(&storage), length) == 0 || errno == EINPROGRESS))
        return descriptor;
    int why = errno;
    ::close(descriptor);
    errno = why;
    return -1;
}

}  // namespace

Flows::Flows(FlowParts parts) : parts_{std::move(parts)}, most_{most_connections()}
{
    pj_timer_entry_init(&timer_, 0, this, [](pj_timer_heap_t*, pj_timer_entry* entry) {
        pj::guarded("connection timer", [&] { static_cast<Flows*>(entry->user_data)->sweep(); });
    });
    offer(factories_[0], config::Protocol::tcp, PJSIP_TRANSPORT_TCP);
    offer(factories_[1], config::Protocol::tcp, PJSIP_TRANSPORT_TCP6);
    offer(factories_[2], config::Protocol::tls, PJSIP_TRANSPORT_TLS);
    offer(factories_[3], config::Protocol::tls, PJSIP_TRANSPORT_TLS6);
}

Flows::~Flows()
{
    auto* manager = pjsip_endpt_get_tpmgr(parts_.endpoint);
    for (auto& factory : factories_)
        pjsip_tpmgr_unregister_tpfactory(manager, &factory.base);
}

void Flows::offer(Factory& factory, config::Protocol protocol, pjsip_transport_type_e type)
{
    factory.owner = this;
    factory.protocol = protocol;
    factory.base.type = type;
    factory.base.type_name = const_cast<char*>(pjsip_transport_get_type_name(type));
    factory.base.flag = pjsip_transport_get_flag_from_type(type);
    factory.base.info = factory.base.type_name;
    factory.base.create_transport2 = [](pjsip_tpfactory* base, pjsip_tpmgr*, pjsip_endpoint*, const pj_sockaddr* remote, int,
                                        pjsip_tx_data* tdata, pjsip_transport** made) -> pj_status_t {
        return pj::guarded("connect", pj_status_t{PJ_EUNKNOWN}, [&]() -> pj_status_t {
            auto& maker = *reinterpret_cast<Factory*>(base);
            auto host = tdata ? pj::copy(tdata->dest_info.name) : std::string{};
            auto connection = maker.owner->connect(maker.protocol, pj::address_of(*remote), host);
            if (!connection)
                return PJSIP_EUNSUPTRANSPORT;
            *made = connection->pj();
            return PJ_SUCCESS;
        });
    };
    factory.base.destroy = [](pjsip_tpfactory*) -> pj_status_t { return PJ_SUCCESS; };
    pjsip_tpmgr_register_tpfactory(pjsip_endpt_get_tpmgr(parts_.endpoint), &factory.base);
}

void Flows::limit(FlowLimits limits)
{
    std::lock_guard lock{mutex_};
    limits_ = limits;
}

void Flows::follow(std::vector<std::shared_ptr<Listener>> listeners)
{
    std::lock_guard lock{mutex_};
    listeners_ = std::move(listeners);
}

std::shared_ptr<Listener> Flows::listener_for(config::Protocol protocol, const IpAddress& peer) const
{
    auto at = std::ranges::find_if(listeners_, [&](const auto& listener) {
        return listener->protocol() == protocol && listener->bound().ip().family() == peer.family();
    });
    return at == listeners_.end() ? nullptr : *at;
}

std::shared_ptr<OpenFlow> Flows::find(config::Protocol protocol, const SocketAddress& remote, const std::string& host) const
{
    auto fits = [&](const OpenFlow& flow) {
        const auto& facts = flow.facts();
        bool other_name = protocol == config::Protocol::tls && facts.outgoing && !host.empty() && facts.remote_host != host;
        return facts.protocol == protocol && flow.open() && !other_name;
    };
    std::lock_guard lock{mutex_};
    auto [from, to] = by_remote_.equal_range(remote);
    for (auto at = from; at != to; ++at) {
        if (fits(*at->second.flow))
            return at->second.flow;
    }
    return nullptr;
}

std::vector<std::shared_ptr<OpenFlow>> Flows::all() const
{
    std::lock_guard lock{mutex_};
    std::vector<std::shared_ptr<OpenFlow>> found;
    for (const auto& [remote, kept] : by_remote_)
        found.push_back(kept.flow);
    return found;
}

bool Flows::keep(const std::shared_ptr<OpenFlow>& flow, Clock::Instant until)
{
    bool outgoing = flow->facts().outgoing;
    {
        std::lock_guard lock{mutex_};
        if (ending_ || by_remote_.size() >= most_)
            return false;
        by_remote_.emplace(flow->facts().remote, Kept{flow, !outgoing});
        (outgoing ? connecting_ : strangers_).push_back({until, flow});
        if (!outgoing)
            ++stranger_count_;
        set_timer();
    }
    if (flow->begin(parts_.endpoint))
        return true;
    on_closed(*flow);
    return false;
}

void Flows::secure(std::shared_ptr<TlsContext> tls)
{
    std::lock_guard lock{mutex_};
    tls_ = std::move(tls);
}

bool Flows::is_secured() const
{
    std::lock_guard lock{mutex_};
    return tls_ != nullptr;
}

std::shared_ptr<OpenFlow> Flows::connect(config::Protocol protocol, const SocketAddress& remote, const std::string& host)
{
    std::shared_ptr<Listener> listener;
    std::shared_ptr<TlsContext> tls;
    {
        std::lock_guard lock{mutex_};
        listener = listener_for(protocol, remote.ip());
        tls = tls_;
    }
    if (!listener || (protocol == config::Protocol::tls && !tls))
        return nullptr;
    int descriptor = begin_to_connect({listener->bound().ip(), 0}, remote, *listener->configured());
    if (descriptor < 0) {
        log::notice("No {} connection to {}: {}", via_word(protocol), remote.text(), std::strerror(errno));
        parts_.failed(remote);
        return nullptr;
    }
    auto name = host.empty() ? remote.ip().text() : host;
    auto cipher = protocol == config::Protocol::tls ? tls->connect(name) : nullptr;
    FlowFacts facts{protocol, local_of(descriptor), parts_.named(remote, protocol), remote, name, true};
    auto flow = std::make_shared<Connection>(
        ConnectionParts{*this, parts_.poller, parts_.tap, descriptor, std::move(cipher)}, std::move(facts));
    return keep(flow, parts_.clock.now() + patience) ? flow : nullptr;
}

std::shared_ptr<WebSocketFlow> Flows::open(WebSocketParts parts)
{
    auto protocol = parts.secure ? config::Protocol::wss : config::Protocol::ws;
    if (!has_room(protocol, parts.remote))
        return nullptr;
    FlowFacts facts{protocol, parts.local, parts.local, parts.remote, {}, false};
    auto flow = std::make_shared<WebSocketFlow>(
        WebSocketFlowParts{*this, parts_.tap, parts_.poller, parts_.processor, std::move(parts.link)}, std::move(facts));
    return keep(flow, parts_.clock.now() + limits().authentication) ? flow : nullptr;
}

FlowLimits Flows::limits() const
{
    std::lock_guard lock{mutex_};
    return limits_;
}

bool Flows::has_room(config::Protocol protocol, const SocketAddress& remote) const
{
    {
        std::lock_guard lock{mutex_};
        if (stranger_count_ < limits_.strangers)
            return true;
    }
    static log::RateLimit limit;
    log::limited(limit, log::Level::warning, "{} connection from {} refused: {} others have proved nothing yet",
                 via_word(protocol), remote.text(), limits().strangers);
    return false;
}

void Flows::on_accepted(Listener& listener, int descriptor, const SocketAddress& remote)
{
    auto configured = listener.configured();
    auto protocol = configured->protocol;
    std::shared_ptr<TlsContext> tls;
    {
        std::lock_guard lock{mutex_};
        tls = tls_;
    }
    bool secure = protocol == config::Protocol::tls;
    if (!has_room(protocol, remote) || (secure && !tls)) {
        ::close(descriptor);
        return;
    }
    set_stream_options(descriptor);
    set_service(descriptor, remote.ip().is_v6(), configured->tos, configured->cos);
    FlowFacts facts{protocol, local_of(descriptor), parts_.named(remote, protocol), remote, {}, false};
    auto flow = std::make_shared<Connection>(
        ConnectionParts{*this, parts_.poller, parts_.tap, descriptor, secure ? tls->accept() : nullptr}, std::move(facts));
    keep(flow, parts_.clock.now() + limits().authentication);
}

void Flows::on_exhausted(Listener& listener)
{
    log::error("No more connections over {}: {}", via_word(listener.protocol()), std::strerror(errno));
    std::lock_guard lock{mutex_};
    paused_.push_back(listener.weak_from_this());
    set_timer();
}

void Flows::on_closed(OpenFlow& flow)
{
    std::shared_ptr<OpenFlow> gone;  // ends after the lock
    std::unique_lock lock{mutex_};
    auto at = entry_of(flow);
    if (at == by_remote_.end())
        return;
    gone = std::move(at->second.flow);
    if (at->second.stranger)
        --stranger_count_;
    by_remote_.erase(at);
    lock.unlock();
    if (flow.facts().outgoing && !flow.established())
        parts_.failed(flow.facts().remote);
}

void Flows::on_authenticated(OpenFlow& flow)
{
    std::lock_guard lock{mutex_};
    auto at = entry_of(flow);
    if (at != by_remote_.end() && std::exchange(at->second.stranger, false))
        --stranger_count_;
}

Flows::Table::iterator Flows::entry_of(const OpenFlow& flow)
{
    auto [from, to] = by_remote_.equal_range(flow.facts().remote);
    auto at = std::find_if(from, to, [&](const auto& item) { return item.second.flow.get() == &flow; });
    return at == to ? by_remote_.end() : at;
}

void Flows::set_timer()
{
    if (timer_set_ || ending_ || (connecting_.empty() && strangers_.empty() && paused_.empty()))
        return;
    pj_time_val second{1, 0};
    timer_set_ = pjsip_endpt_schedule_timer(parts_.endpoint, &timer_, &second) == PJ_SUCCESS;
}

void Flows::sweep()
{
    std::vector<std::shared_ptr<OpenFlow>> late;
    std::vector<std::weak_ptr<Listener>> paused;
    auto now = parts_.clock.now();
    {
        std::lock_guard lock{mutex_};
        timer_set_ = false;
        auto collect = [&](std::deque<Watched>& watched, auto&& done) {
            for (; !watched.empty() && watched.front().until <= now; watched.pop_front()) {
                auto connection = watched.front().flow.lock();
                if (connection && connection->open() && !done(*connection))
                    late.push_back(std::move(connection));
            }
        };
        collect(connecting_, [](const OpenFlow& c) { return c.established(); });
        collect(strangers_, [](const OpenFlow& c) { return c.trusted(); });
        std::swap(paused, paused_);
        set_timer();
    }
    for (auto& connection : late)
        connection->close(Ending::disconnected, connection->facts().outgoing ? "not connected in time" : "nothing proved in time");
    for (auto& listener : paused) {
        if (auto waiting = listener.lock())
            waiting->resume();
    }
}

void Flows::close_all()
{
    {
        std::lock_guard lock{mutex_};
        ending_ = true;
        if (std::exchange(timer_set_, false))
            pjsip_endpt_cancel_timer(parts_.endpoint, &timer_);
    }
    for (auto& connection : all())
        connection->close(Ending::closed, "the stack ends");
}

}  // namespace sipcore::transport

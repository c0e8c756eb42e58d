// SPDX-License-Identifier: GPL-2.0-only
/** @file The engine's life, and what the library's features ask of it. */
#include "engine/engine.h"

#include <algorithm>
#include <format>
#include <random>
#include <thread>

#include "endpoint/proxy.h"
#include "engine/external_resolver.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "stack/told_address.h"

namespace sipcore::stack {

namespace {

/** Strands of a stack: many more than there are workers, few enough to wait for all of them. */
constexpr std::size_t strand_count = 4096;
/** Names in routes that are remembered; then all are forgotten. */
constexpr std::size_t most_pins = 8192;
/** How long a challenge may be answered. */
constexpr std::chrono::seconds nonce_lifetime{64};

/** Workers when nobody says how many. */
unsigned usual_workers()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

/** What TLS is set up with, from a configuration. */
transport::TlsSettings tls_settings(const config::Tls& tls)
{
    transport::TlsSettings settings;
    settings.certificate_file = tls.cert_file.empty() ? "asterisk.pem" : tls.cert_file;
    settings.private_key_file = tls.priv_key_file;
    settings.ca_file = tls.ca_list_file;
    settings.ca_path = tls.ca_list_path;
    settings.ciphers = tls.cipher;
    settings.prefer_our_ciphers = tls.prefer_server_cipher_order;
    settings.without_tls1 = tls.disable_tlsv1;
    settings.without_tls11 = tls.disable_tlsv11;
    settings.without_tls12 = tls.disable_tlsv12;
    if (tls.method == config::TlsMethod::sslv2 || tls.method == config::TlsMethod::sslv3)
        log::warning("tlsclientmethod: SSL is spoken no more; the version is negotiated");
    settings.server = !tls.verify_server ? transport::Verification::none
                      : tls.strict_names ? transport::Verification::strict
                                         : transport::Verification::usual;
    settings.verify_client = tls.verify_client;
    settings.require_client_certificate = tls.require_client_cert;
    return settings;
}

/** A key that nobody knows. */
auth::NonceMint::Key random_key()
{
    auth::NonceMint::Key key;
    std::random_device device;
    std::ranges::generate(key, [&] { return static_cast<std::uint8_t>(device()); });
    return key;
}

}  // namespace

Engine::Engine(const Ports& ports)
    : ports_{ports}, overload_{ports.clock ? *ports.clock : own_clock_}, past_transactions_{ports.clock ? *ports.clock : own_clock_}, routes_{ports.clock ? *ports.clock : own_clock_}
{
    if (!ports_.clock)
        ports_.clock = &own_clock_;
}

Outcome<std::unique_ptr<Engine>> Engine::start(StackOptions options)
{
    if (!options.ports.threads)
        return std::unexpected(Failure{"no threads to run on"});
    std::unique_ptr<Engine> engine{new Engine{options.ports}};
    auto runtime = pj::Runtime::start();
    if (!runtime)
        return std::unexpected(runtime.error());
    engine->runtime_ = std::move(*runtime);
    engine->workers_ = std::make_unique<Workers>(engine->pj_endpoint(), engine->clock());
    engine->strands_ = std::make_unique<Strands>(*engine->workers_, strand_count);
    engine->flows_ = std::make_unique<transport::Flows>(transport::FlowParts{
        engine->pj_endpoint(), *engine->workers_, *engine->workers_, *engine, engine->clock(),
        [core = engine.get()](const SocketAddress& remote, config::Protocol protocol) {
            return core->local_address_to(remote, protocol);
        },
        [core = engine.get()](const SocketAddress& remote) { core->locator_->note_failure(remote); }});
    engine->locator_ = std::make_unique<Locator>(LocatorParts{
        engine->ports_.resolver, engine->clock(),
        [core = engine.get()](config::Protocol protocol) { return core->families_of(protocol); }});
    engine->external_hosts_ = std::make_unique<ExternalHosts>(engine->ports_.resolver, engine->clock());
    answer_for_pjsip(engine.get());
    engine->timers_ = std::make_unique<Timers>(engine->pj_endpoint(), engine->clock());
    engine->client_ = std::make_unique<Client>(*engine);
    engine->endpoints_ = std::make_unique<endpoint::EndpointRegister>(*engine);
    engine->config_ = std::make_shared<const config::Config>();
    engine->distributor_ = std::make_unique<Distributor>(
        DistributorParts{*engine, engine->methods_, *engine->workers_, *engine->endpoints_, {random_key(), nonce_lifetime}});
    if (auto applied = engine->apply(std::move(options.config)); !applied)
        return std::unexpected(applied.error());
    engine->endpoints_->start();
    pj::settle_modules(engine->pj_endpoint());
    if (auto started = engine->workers_->start(*options.ports.threads, options.workers ? options.workers : usual_workers());
        !started)
        return std::unexpected(started.error());
    engine->workers_->arm_timer();
    return engine;
}

Engine::~Engine()
{
    if (!runtime_)
        return;
    pj::register_thread();
    if (endpoints_)
        endpoints_->stop();
    if (timers_)
        timers_->stop();
    if (workers_)
        workers_->stop();
    for (auto& socket : sockets_) {
        workers_->remove(*socket);
        socket->close();
    }
    sockets_.clear();
    for (auto& listener : listeners_)
        listener->close();
    if (flows_) {
        flows_->follow({});
        flows_->close_all();
    }
    listeners_.clear();
    answer_for_pjsip(nullptr);
    locator_.reset();
    external_hosts_.reset();
    distributor_.reset();
    client_.reset();
    timers_.reset();
    endpoints_.reset();
    strands_.reset();
    flows_.reset();
    workers_.reset();
    runtime_.reset();
}

Outcome<> Engine::apply(config::Config config)
{
    std::unique_lock one{apply_mutex_, std::try_to_lock};
    if (!one)
        return std::unexpected(Failure{"a configuration is being put in force already"});
    pj::register_thread();
    auto before = this->config();
    auto difference = config::difference(*before, config);
    auto after = std::make_shared<const config::Config>(std::move(config));
    arrange_sockets(*after);
    arrange_listeners(*after);
    {
        std::lock_guard lock{config_mutex_};
        config_ = after;
    }
    pj::set_timers(after->global.timer_t1);
    pj::use_compact_names(after->global.compact_headers);
    for (const auto& transport : after->transports)
        external_of(transport);  // so that it is known when it is told
    endpoint::look_for_proxies(*this, *after);
    endpoints_->apply(after, difference);
    config_listeners_.tell([&](ConfigListener& listener) { listener.on_config(*before, *after); });
    workers_->arm_timer();
    return {};
}

void Engine::arrange_sockets(const config::Config& config)
{
    std::vector<std::shared_ptr<transport::UdpSocket>> before;
    {
        std::shared_lock lock{sockets_mutex_};
        before = sockets_;
    }
    std::vector<std::shared_ptr<transport::UdpSocket>> after;
    for (const auto& wanted : config.transports) {
        if (wanted.protocol != config::Protocol::udp)
            continue;
        auto kept = std::ranges::find_if(before, [&](const auto& socket) { return socket->configured()->bind == wanted.bind; });
        if (kept != before.end()) {
            (*kept)->reconfigure(wanted);
            after.push_back(*kept);
            continue;
        }
        auto opened = transport::UdpSocket::open(wanted, pj_endpoint(), *this);
        if (!opened) {
            log::error("Unable to listen for SIP: {}", opened.error().what);
            continue;
        }
        log::verbose("SIP listens on UDP {}", (*opened)->bound().text());
        after.push_back(*opened);
        workers_->add(*opened);
    }
    {
        std::unique_lock lock{sockets_mutex_};
        sockets_ = after;
    }
    for (auto& socket : before) {
        if (std::ranges::find(after, socket) == after.end()) {
            workers_->remove(*socket);
            socket->close();
        }
    }
}

void Engine::arrange_tls(const config::Config& config)
{
    auto at = std::ranges::find(config.transports, config::Protocol::tls, &config::Transport::protocol);
    if (at == config.transports.end())
        return flows_->secure(nullptr);
    auto loaded = transport::TlsContext::make(tls_settings(*at->tls));
    if (loaded)
        return flows_->secure(std::move(*loaded));
    log::error("TLS: {}{}", loaded.error().what, flows_->is_secured() ? "; what there was stays in force" : "");
}

void Engine::arrange_listeners(const config::Config& config)
{
    flows_->limit({config.global.tcp_auth_limit, config.global.tcp_auth_timeout});
    arrange_tls(config);
    auto before = listeners_;
    std::vector<std::shared_ptr<transport::Listener>> after;
    for (const auto& wanted : config.transports) {
        bool secure = wanted.protocol == config::Protocol::tls;
        if (wanted.protocol != config::Protocol::tcp && !(secure && flows_->is_secured()))
            continue;
        auto kept = std::ranges::find_if(before, [&](const auto& listener) {
            return listener->protocol() == wanted.protocol && listener->configured()->bind == wanted.bind;
        });
        if (kept != before.end()) {
            (*kept)->reconfigure(wanted);
            after.push_back(*kept);
            continue;
        }
        auto opened = transport::Listener::open(wanted, *flows_);
        if (!opened) {
            log::error("Unable to listen for SIP: {}", opened.error().what);
            continue;
        }
        log::verbose("SIP listens on {} {}", via_word(wanted.protocol), (*opened)->bound().text());
        after.push_back(*opened);
    }
    {
        std::unique_lock lock{sockets_mutex_};
        listeners_ = after;
    }
    flows_->follow(after);
    for (auto& listener : after) {
        if (std::ranges::find(before, listener) == before.end())
            listener->begin(*workers_);
    }
    for (auto& listener : before) {
        if (std::ranges::find(after, listener) == after.end())
            listener->close();
    }
}

std::shared_ptr<const config::Config> Engine::config() const
{
    std::lock_guard lock{config_mutex_};
    return config_;
}

std::shared_ptr<transport::UdpSocket> Engine::socket_for(const IpAddress& peer) const
{
    std::shared_lock lock{sockets_mutex_};
    auto at = std::ranges::find_if(sockets_, [&](const auto& socket) { return socket->bound().ip().family() == peer.family(); });
    return at == sockets_.end() ? nullptr : *at;
}

std::shared_ptr<transport::Listener> Engine::listener_for(const IpAddress& peer, config::Protocol protocol) const
{
    std::shared_lock lock{sockets_mutex_};
    auto at = std::ranges::find_if(listeners_, [&](const auto& listener) {
        return listener->protocol() == protocol && listener->bound().ip().family() == peer.family();
    });
    return at == listeners_.end() ? nullptr : *at;
}

Families Engine::families_of(config::Protocol protocol) const
{
    auto any = [&](const char* text) {
        auto ip = *IpAddress::parse(text);
        return protocol == config::Protocol::udp ? socket_for(ip) != nullptr : static_cast<bool>(listener_for(ip, protocol));
    };
    return {any("0.0.0.0"), any("::")};
}

bool Engine::reaches(const SocketAddress& remote, config::Protocol protocol)
{
    if (protocol == config::Protocol::udp)
        return socket_for(remote.ip()) != nullptr;
    return is_connected(remote, protocol) || listener_for(remote.ip(), protocol);
}

bool Engine::is_connected(const SocketAddress& remote, config::Protocol protocol)
{
    return protocol != config::Protocol::udp && flows_->find(protocol, remote);
}

pjsip_transport* Engine::transport_to(const SocketAddress& remote, config::Protocol protocol)
{
    auto socket = protocol == config::Protocol::udp ? socket_for(remote.ip()) : nullptr;
    return socket ? socket->pj() : nullptr;
}

std::optional<SocketAddress> Engine::external_of(const config::Transport& transport)
{
    if (transport.external_signaling_address || transport.external_signaling_host.empty())
        return transport.external_signaling_address;
    auto ip = external_hosts_->address_of(transport.external_signaling_host, transport.external_refresh);
    return ip ? std::optional{SocketAddress{*ip, 0}} : std::nullopt;
}

bool Engine::is_external(const IpAddress& ip)
{
    auto config = this->config();
    return std::ranges::any_of(config->transports, [&](const config::Transport& transport) {
        auto external = external_of(transport);
        return external && external->ip() == ip;
    });
}

void Engine::note_network_change()
{
    external_hosts_->expire();
    routes_.forget();
    locator_->forget();
    auto config = this->config();
    for (const auto& transport : config->transports)
        external_of(transport);
}

SocketAddress Engine::local_address_to(const SocketAddress& remote, config::Protocol protocol)
{
    auto source = routes_.source_towards(remote.ip());
    if (protocol == config::Protocol::udp) {
        auto socket = socket_for(remote.ip());
        auto configured = socket ? socket->configured() : nullptr;
        return socket ? told_address(*configured, external_of(*configured), socket->bound(), source, remote.ip()) : SocketAddress{};
    }
    if (auto listener = listener_for(remote.ip(), protocol)) {
        auto configured = listener->configured();
        return told_address(*configured, external_of(*configured), listener->bound(), source, remote.ip());
    }
    // WebSockets have no listener of ours: what the other side connected to is what it sees.
    auto flow = flows_->find(protocol, remote);
    return flow ? flow->facts().local : SocketAddress{};
}

void Engine::pin(const std::string& host, const SocketAddress& address)
{
    std::lock_guard lock{pins_mutex_};
    if (pins_.size() >= most_pins)
        pins_.clear();
    pins_.insert_or_assign(std::format("{}:{}", host, address.port()), address);
}

std::optional<SocketAddress> Engine::pinned_address(const std::string& host, std::uint16_t port) const
{
    std::lock_guard lock{pins_mutex_};
    auto at = pins_.find(std::format("{}:{}", host, port));
    return at == pins_.end() ? std::nullopt : std::optional{at->second};
}

void Engine::send_text(const SocketAddress& to, config::Protocol protocol, std::string_view text, const std::string& host)
{
    if (protocol == config::Protocol::udp) {
        if (auto socket = socket_for(to.ip()))
            socket->send(to, text);
        return;
    }
    auto connection = flows_->find(protocol, to, host);
    if (!connection)
        connection = flows_->connect(protocol, to, host);
    if (connection)
        connection->carry(to, text);
}

std::string Engine::contact_uri(std::string_view user, const SocketAddress& remote, config::Protocol protocol)
{
    auto local = local_address_to(remote, protocol);
    auto uri = std::format("sip:{}{}{}:{}", user, user.empty() ? "" : "@", local.ip().uri_host(), local.port());
    if (protocol != config::Protocol::udp)
        uri += std::format(";transport={}", transport::uri_word(protocol));
    return uri;
}

std::vector<ListenerStatus> Engine::listeners() const
{
    std::shared_lock lock{sockets_mutex_};
    std::vector<ListenerStatus> all;
    for (const auto& socket : sockets_)
        all.push_back({socket->configured()->name, config::Protocol::udp, socket->bound()});
    for (const auto& listener : listeners_)
        all.push_back({listener->configured()->name, listener->protocol(), listener->bound()});
    return all;
}

std::vector<ConnectionStatus> Engine::connections() const
{
    std::vector<ConnectionStatus> all;
    for (const auto& flow : flows_->all()) {
        const auto& facts = flow->facts();
        all.push_back({facts.protocol, facts.local, facts.remote, facts.outgoing});
    }
    return all;
}

std::vector<TransportFigures> Engine::figures() const
{
    std::vector<TransportFigures> all;
    for (auto protocol : {config::Protocol::udp, config::Protocol::tcp, config::Protocol::tls, config::Protocol::ws, config::Protocol::wss}) {
        const auto& [received, sent] = counts_[static_cast<std::size_t>(protocol)];
        all.push_back({protocol, received.messages.load(std::memory_order_relaxed), received.octets.load(std::memory_order_relaxed),
                       sent.messages.load(std::memory_order_relaxed), sent.octets.load(std::memory_order_relaxed)});
    }
    return all;
}

void Engine::watch(WireObserver& observer)
{
    std::unique_lock lock{observer_mutex_};
    observers_.push_back(&observer);
    watched_.store(true, std::memory_order_release);
}

void Engine::unwatch(WireObserver& observer)
{
    std::unique_lock lock{observer_mutex_};
    std::erase(observers_, &observer);
    watched_.store(!observers_.empty(), std::memory_order_release);
}

void Engine::on_message(bool sent, config::Protocol protocol, const SocketAddress& local, const SocketAddress& remote, std::string_view text)
{
    auto& count = counts_[static_cast<std::size_t>(protocol)][sent ? 1 : 0];
    count.messages.fetch_add(1, std::memory_order_relaxed);
    count.octets.fetch_add(text.size(), std::memory_order_relaxed);
    if (!watched_.load(std::memory_order_acquire))
        return;
    std::shared_lock lock{observer_mutex_};
    auto told = local;
    if (local.ip().is_unspecified() && !observers_.empty())
        told = {routes_.source_towards(remote.ip()), local.port()};
    for (auto* observer : observers_)
        observer->on_message(sent, protocol, told, remote, text);
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file The engine: everything that a running stack is made of, put together in the order in which it lives. */
#pragma once

#include <array>
#include <memory>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "endpoint/register_of_endpoints.h"
#include "pj/runtime.h"
#include "stack/external_hosts.h"
#include "stack/overload.h"
#include "stack/core.h"
#include "stack/distributor.h"
#include "stack/locator.h"
#include "stack/methods.h"
#include "stack/routes.h"
#include "stack/workers.h"
#include "transport/flows.h"
#include "stack/past_transactions.h"
#include "transport/udp.h"

namespace sipcore::stack {

/** A running stack's parts. */
class Engine final : public Core, public transport::Tap {
public:
    /** Brings PJSIP up, opens the sockets, starts the workers. @return Failure as `Stack::create` says */
    static Outcome<std::unique_ptr<Engine>> start(StackOptions options);
    ~Engine() override;

    pjsip_endpoint* pj_endpoint() override { return runtime_->endpoint(); }
    Strands& strands() override { return *strands_; }
    Methods& methods() override { return methods_; }
    OverloadGate& overload() override { return overload_; }
    PastTransactions& past_transactions() override { return past_transactions_; }
    Directory& directory() override { return *endpoints_; }
    std::shared_ptr<const config::Config> config() const override;
    const Clock& clock() const override { return *ports_.clock; }
    const Ports& ports() const override { return ports_; }
    Timers& timers() override { return *timers_; }
    Client& client() override { return *client_; }
    Listeners<ConfigListener>& config_listeners() override { return config_listeners_; }
    Listeners<EndpointObserver>& endpoint_listeners() override { return endpoint_listeners_; }
    bool reaches(const SocketAddress& remote, config::Protocol protocol) override;
    bool is_connected(const SocketAddress& remote, config::Protocol protocol) override;
    pjsip_transport* transport_to(const SocketAddress& remote, config::Protocol protocol) override;
    SocketAddress local_address_to(const SocketAddress& remote, config::Protocol protocol) override;
    void pin(const std::string& host, const SocketAddress& address) override;
    std::optional<SocketAddress> pinned_address(const std::string& host, std::uint16_t port) const override;
    void send_text(const SocketAddress& to, config::Protocol protocol, std::string_view text, const std::string& host = {}) override;
    Locator& locator() override { return *locator_; }
    std::string contact_uri(std::string_view user, const SocketAddress& remote, config::Protocol protocol) override;

    bool is_external(const IpAddress& ip) override;
    void note_network_change() override;

    /** As `Stack::apply` says. */
    Outcome<> apply(config::Config config);
    /** The endpoints, for the host. */
    Endpoints& endpoints() { return *endpoints_; }
    /** The connections. */
    transport::Flows& flows() { return *flows_; }
    /** The sockets. */
    std::vector<ListenerStatus> listeners() const;
    /** The connections. */
    std::vector<ConnectionStatus> connections() const;
    /** What each transport carried. */
    std::vector<TransportFigures> figures() const;
    /** Who sees messages from now on, besides others. */
    void watch(WireObserver& observer);
    /** Who does not any more. */
    void unwatch(WireObserver& observer);

    void on_message(bool sent, config::Protocol protocol, const SocketAddress& local, const SocketAddress& remote, std::string_view text) override;

private:
    /** With nothing running yet. */
    explicit Engine(const Ports& ports);
    /** Opens what is new, then closes what is gone. */
    void arrange_sockets(const config::Config& config);
    /** The same for sockets that take connections. */
    void arrange_listeners(const config::Config& config);
    /** Loads certificates anew; those that cannot be loaded leave the old ones in force. */
    void arrange_tls(const config::Config& config);
    /** Our address from outside, as it is written or as its name has it; nothing without one. */
    std::optional<SocketAddress> external_of(const config::Transport& transport);
    /** The families of addresses that can be reached over a protocol. */
    Families families_of(config::Protocol protocol) const;
    /** Where a listener for connections from a peer's family is; none without one. */
    std::shared_ptr<transport::Listener> listener_for(const IpAddress& peer, config::Protocol protocol) const;
    /** The socket that serves a peer's family, null without one. */
    std::shared_ptr<transport::UdpSocket> socket_for(const IpAddress& peer) const;

    /** Messages in one direction over one transport. */
    struct Count {
        std::atomic<std::uint64_t> messages{0};  ///< how many
        std::atomic<std::uint64_t> octets{0};    ///< how much
    };

    Clock own_clock_;
    Ports ports_;
    std::unique_ptr<pj::Runtime> runtime_;
    std::unique_ptr<Workers> workers_;
    std::unique_ptr<Strands> strands_;
    std::unique_ptr<Timers> timers_;
    std::unique_ptr<Client> client_;
    Listeners<ConfigListener> config_listeners_;
    Listeners<EndpointObserver> endpoint_listeners_;
    std::unique_ptr<transport::Flows> flows_;
    MethodTable methods_;
    OverloadGate overload_;
    PastTransactions past_transactions_;
    std::unique_ptr<endpoint::EndpointRegister> endpoints_;
    std::unique_ptr<Distributor> distributor_;
    Routes routes_;
    std::unique_ptr<ExternalHosts> external_hosts_;
    mutable std::mutex config_mutex_;
    std::shared_ptr<const config::Config> config_;
    mutable std::shared_mutex sockets_mutex_;
    std::vector<std::shared_ptr<transport::UdpSocket>> sockets_;
    std::vector<std::shared_ptr<transport::Listener>> listeners_;
    std::mutex apply_mutex_;
    std::array<std::array<Count, 2>, 5> counts_;
    std::atomic<bool> watched_{false};
    std::shared_mutex observer_mutex_;
    std::vector<WireObserver*> observers_;
    std::unique_ptr<Locator> locator_;
    mutable std::mutex pins_mutex_;
    std::unordered_map<std::string, SocketAddress> pins_;
};

}  // namespace sipcore::stack

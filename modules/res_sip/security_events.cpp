// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's structures of security events, filled. */
#include "security_events.h"

#include "pbx/guarded.h"
#include "pbx/security.h"

namespace res_sip {

namespace {

/** Events that may wait; about 2 MB of them. */
constexpr std::size_t most_waiting = 4096;
/** How long the thread gathers: each of its wakings, and of those that it wakes, costs as much as an event. */
constexpr std::chrono::milliseconds gathering{100};
/** The service of all of them, as filters know it. */
constexpr const char* service_name = "SIP";

/** Asterisk's word for what carries SIP. */
ast_transport transport_of(sipcore::config::Protocol protocol)
{
    switch (protocol) {
    case sipcore::config::Protocol::udp: return AST_TRANSPORT_UDP;
    case sipcore::config::Protocol::tcp: return AST_TRANSPORT_TCP;
    case sipcore::config::Protocol::tls: return AST_TRANSPORT_TLS;
    case sipcore::config::Protocol::ws: return AST_TRANSPORT_WS;
    case sipcore::config::Protocol::wss: return AST_TRANSPORT_WSS;
    }
    return AST_TRANSPORT_UDP;
}

/** The name of what carries SIP in InvalidTransport. */
const char* name_of(sipcore::config::Protocol protocol)
{
    switch (protocol) {
    case sipcore::config::Protocol::udp: return "UDP";
    case sipcore::config::Protocol::tcp: return "TCP";
    case sipcore::config::Protocol::tls: return "TLS";
    case sipcore::config::Protocol::ws: return "WS";
    case sipcore::config::Protocol::wss: return "WSS";
    }
    return "UDP";
}

/** An address in Asterisk's form. */
ast_sockaddr sockaddr_of(const sipcore::SocketAddress& address)
{
    ast_sockaddr made{};
    made.len = address.to(made.ss);
    return made;
}

/** Lends an event's parts to Asterisk's structures while it is passed on. */
struct Lent {
    const sipcore::SecurityEvent& event;  ///< what happened
    ast_sockaddr local;                   ///< our address
    ast_sockaddr remote;                  ///< the peer's

    /** Fills what all events have. */
    template <class Event>
    void common(Event& to, enum ast_security_event_type type, std::uint32_t version) const
    {
        to.common.event_type = type;
        to.common.version = version;
        to.common.service = service_name;
        to.common.account_id = event.account.c_str();
        to.common.session_id = event.session.c_str();
        to.common.session_tv = nullptr;
        to.common.local_addr = {&local, transport_of(event.protocol)};
        to.common.remote_addr = {&remote, transport_of(event.protocol)};
    }
};

/** Fills a structure, and reports it. */
template <class Event, class F>
void report(const Lent& lent, enum ast_security_event_type type, std::uint32_t version, F&& fill)
{
    Event made{};
    lent.common(made, type, version);
    fill(made);
    ast_security_event_report(&made.common);
}

}  // namespace

SecurityEvents::SecurityEvents(EndpointEvents& endpoints) : endpoints_{endpoints}
{
    running_ = ast_pthread_create(&thread_, nullptr, &SecurityEvents::run, this) == 0;
    if (!running_)
        ast_log(LOG_ERROR, "Security events cost the time of who causes them: no thread for them\n");
}

SecurityEvents::~SecurityEvents()
{
    {
        std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (running_)
        pthread_join(thread_, nullptr);
}

void SecurityEvents::on_security_event(const sipcore::SecurityEvent& event)
{
    bool first = false;
    {
        std::lock_guard lock{mutex_};
        if (running_ && !stopping_ && waiting_.size() < most_waiting) {
            first = waiting_.empty();
            waiting_.push_back(event);
            if (!first)
                return;     // the thread gathers, and need not hear of more
        }
    }
    if (first)
        changed_.notify_one();
    else
        pass(event);
}

void SecurityEvents::on_rejection(const sipcore::Rejection& rejection)
{
    endpoints_.reject(rejection);
}

void* SecurityEvents::run(void* self)
{
    pthread_setname_np(pthread_self(), "sip-security");
    pbx::guarded("security events", 0, [self] {
        static_cast<SecurityEvents*>(self)->pass_all();
        return 0;
    });
    return nullptr;
}

void SecurityEvents::pass_all()
{
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        changed_.wait_for(lock, gathering, [this] { return stopping_; });
        auto batch = std::exchange(waiting_, {});
        lock.unlock();
        std::ranges::for_each(batch, pass);
        lock.lock();
    }
}

void SecurityEvents::pass(const sipcore::SecurityEvent& event)
{
    using Kind = sipcore::SecurityEvent::Kind;
    Lent lent{event, sockaddr_of(event.local), sockaddr_of(event.remote)};
    switch (event.kind) {
    case Kind::successful_auth:
        return report<ast_security_event_successful_auth>(
            lent, AST_SECURITY_EVENT_SUCCESSFUL_AUTH, AST_SECURITY_EVENT_SUCCESSFUL_AUTH_VERSION, [&](auto& made) {
                made.using_password = event.using_password ? 1 : 0;
            });
    case Kind::challenge_sent:
        return report<ast_security_event_chal_sent>(lent, AST_SECURITY_EVENT_CHAL_SENT, AST_SECURITY_EVENT_CHAL_SENT_VERSION,
                                                    [&](auto& made) { made.challenge = event.challenge.c_str(); });
    case Kind::invalid_password:
        return report<ast_security_event_inval_password>(
            lent, AST_SECURITY_EVENT_INVAL_PASSWORD, AST_SECURITY_EVENT_INVAL_PASSWORD_VERSION, [&](auto& made) {
                made.challenge = event.challenge.c_str();
                made.received_challenge = event.received_challenge.c_str();
                made.received_hash = event.received_hash.c_str();
            });
    case Kind::challenge_response_failed:
        return report<ast_security_event_chal_resp_failed>(
            lent, AST_SECURITY_EVENT_CHAL_RESP_FAILED, AST_SECURITY_EVENT_CHAL_RESP_FAILED_VERSION, [&](auto& made) {
                made.challenge = event.challenge.c_str();
                made.response = event.response.c_str();
                made.expected_response = event.expected_response.c_str();
            });
    case Kind::invalid_account:
        return report<ast_security_event_inval_acct_id>(lent, AST_SECURITY_EVENT_INVAL_ACCT_ID,
                                                        AST_SECURITY_EVENT_INVAL_ACCT_ID_VERSION, [](auto&) {});
    case Kind::failed_acl:
        return report<ast_security_event_failed_acl>(lent, AST_SECURITY_EVENT_FAILED_ACL, AST_SECURITY_EVENT_FAILED_ACL_VERSION,
                                                     [&](auto& made) { made.acl_name = event.acl.c_str(); });
    case Kind::invalid_transport:
        return report<ast_security_event_inval_transport>(lent, AST_SECURITY_EVENT_INVAL_TRANSPORT,
                                                          AST_SECURITY_EVENT_INVAL_TRANSPORT_VERSION,
                                                          [&](auto& made) { made.transport = name_of(event.protocol); });
    case Kind::session_limit:
        return report<ast_security_event_session_limit>(lent, AST_SECURITY_EVENT_SESSION_LIMIT,
                                                        AST_SECURITY_EVENT_SESSION_LIMIT_VERSION, [](auto&) {});
    }
}

}  // namespace res_sip

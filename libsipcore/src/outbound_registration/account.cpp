// SPDX-License-Identifier: GPL-2.0-only
/** @file A registration on its strand: from decisions to messages and back. */
#include "outbound_registration/account.h"

#include <algorithm>
#include <format>

#include "base/random.h"
#include "endpoint/proxy.h"
#include "sipcore/log.h"
#include "stack/directory.h"
#include "stack/locate.h"

namespace sipcore::outbound_registration {

namespace {

/** The values of the Contacts of an answer. */
std::vector<std::string_view> contacts_of(const stack::Reply& reply)
{
    std::vector<std::string_view> all;
    for (const auto& [name, value] : reply.headers)
        if (name == "Contact")
            all.push_back(value);
    return all;
}

/** A port as it stands behind a host: nothing for the usual one. */
std::string port_text(unsigned port, config::Protocol protocol)
{
    unsigned usual = protocol == config::Protocol::tls ? 5061 : 5060;
    return port == 0 || port == usual ? std::string{} : std::format(":{}", port);
}

}  // namespace

Account::Account(stack::Core& core, config::OutboundRegistration account, std::shared_ptr<Audience> audience)
    : core_{core},
      account_{std::make_shared<const config::OutboundRegistration>(std::move(account))},
      audience_{std::move(audience)},
      call_id_{random_text(32)},
      tag_{random_text(10)},
      strand_{core.strands().of(call_id_)}
{
    state_.expiration = state_.refresh = account_->expiration;
    shown_ = {account_, state_.status, state_.refresh, std::nullopt};
}

void Account::post(std::move_only_function<void(Account&)> step)
{
    strand_.post([weak = weak_from_this(), step = std::move(step)]() mutable {
        if (auto self = weak.lock())
            step(*self);
    });
}

void Account::start(std::chrono::milliseconds delay)
{
    post([delay](Account& self) {
        if (self.leaving_)
            return;
        self.core_.client().abandon(std::exchange(self.under_way_, 0));
        self.waiting_for_answer_ = false;
        self.state_.status = RegistrationStatus::unregistered;
        self.publish(false);
        self.core_.timers().cancel(self.timer_);
        self.timer_ = self.core_.timers().after(self.strand_, delay, [weak = self.weak_from_this()] {
            if (auto account = weak.lock(); account && !account->leaving_)
                account->take(begin(account->state_, account->rules()));
        });
    });
}

void Account::leave()
{
    // Held by the task, and by the request that takes the registration back.
    strand_.post([self = shared_from_this()] {
        if (std::exchange(self->leaving_, true))
            return;
        self->core_.timers().cancel(self->timer_);
        self->core_.client().abandon(std::exchange(self->under_way_, 0));
        if (self->state_.status != RegistrationStatus::registered || !self->server_)
            return;
        self->state_.answers = 0;
        self->send(std::chrono::seconds{0});
    });
}

RegistrationState Account::state() const
{
    std::lock_guard lock{shown_mutex_};
    return shown_;
}

Rules Account::rules() const
{
    auto config = core_.config();
    return rules_of(*config);
}

void Account::publish(bool announce)
{
    RegistrationState now;
    {
        std::lock_guard lock{shown_mutex_};
        shown_.status = state_.status;
        shown_.refresh = state_.refresh;
        if (announce && state_.status == RegistrationStatus::registered)
            shown_.registered_at = core_.clock().wall();
        now = shown_;
    }
    if (!announce)
        return;
    std::lock_guard lock{audience_->mutex};
    if (audience_->observer)
        audience_->observer->on_registration(now);
}

void Account::set_timer(std::chrono::milliseconds delay)
{
    core_.timers().cancel(timer_);
    timer_ = core_.timers().after(strand_, delay, [weak = weak_from_this()] {
        if (auto self = weak.lock(); self && !self->leaving_)
            self->on_timer();
    });
}

void Account::on_timer()
{
    if (state_.status == RegistrationStatus::registered && !waiting_for_answer_)
        return take(refresh(state_, rules()));
    core_.client().abandon(std::exchange(under_way_, 0));
    if (state_.status != RegistrationStatus::failed && rules().attempts == 0)
        log::notice("Registration for '{}@{}' timed out, trying again (attempt #{})", account_->user, account_->host,
                    state_.attempts);
    take(on_silence(state_, rules()));
    if (state_.status == RegistrationStatus::failed)
        log::notice("Giving up on registration for '{}@{}' after {} attempts", account_->user, account_->host, state_.attempts);
}

void Account::take(Step step)
{
    state_ = step.state;
    if (step.action.forget_challenge)
        answer_.forget();
    if (step.action.stop_timer) {
        core_.timers().cancel(timer_);
        waiting_for_answer_ = false;
    }
    if (step.action.timer)
        set_timer(*step.action.timer);
    publish(step.action.announce);
    switch (step.action.send) {
    case Action::Send::nothing: return;
    case Action::Send::request:
        waiting_for_answer_ = true;
        if (step.action.find_anew || !server_)
            return find_and_send();
        return send(state_.expiration);
    case Action::Send::answered_challenge: return send(state_.expiration);
    }
}

std::optional<EndpointStatus> Account::endpoint() const
{
    return core_.directory().find(account_->endpoint.empty() ? account_->host : account_->endpoint);
}

std::vector<config::Auth> Account::credentials() const
{
    std::vector<config::Auth> all;
    auto config = core_.config();
    auto add = [&](const std::string& name) {
        auto at = std::ranges::find(config->auths, name, &config::Auth::name);
        if (!name.empty() && at != config->auths.end())
            all.push_back(*at);
    };
    auto status = endpoint();
    // A secret that the device has for us goes before the line's own.
    if (status)
        add(status->endpoint->outbound_auth);
    if (!account_->password.empty()) {
        config::Auth own;
        own.username = account_->auth_user;
        own.password = account_->password;
        all.push_back(std::move(own));
    }
    if (status)
        add(status->endpoint->auth);
    for (auto& each : all) {
        each.realm.clear();
        if (!account_->auth_user.empty())
            each.username = account_->auth_user;
    }
    return all;
}

void Account::find_and_send()
{
    answer_ = stack::ChallengeAnswer{credentials()};
    auto status = endpoint();
    auto config = core_.config();
    const auto* proxy = endpoint::proxy_of(*config, status ? status->endpoint.get() : nullptr);
    certified_.clear();
    protocol_ = account_->protocol;
    if (!proxy && status && status->address) {
        take_servers({status->address});
        certified_ = endpoint::destination_of(core_, *status).host;
        return send(state_.expiration);
    }
    auto port = account_->port_written ? account_->port : std::uint16_t{0};
    stack::Wanted wanted{account_->host, port, account_->protocol, config->global.srv_lookup};
    if (proxy)
        wanted = endpoint::wanted_of(*proxy, *config);
    protocol_ = wanted.protocol;
    if (!IpAddress::parse(wanted.host))
        certified_ = wanted.host;
    stack::locate(core_, wanted, strand_, [weak = weak_from_this(), host = wanted.host](const std::vector<SocketAddress>& found) {
        auto self = weak.lock();
        if (!self || self->leaving_)
            return;
        if (found.empty()) {
            log::warning("Unable to find '{}' for the registration of '{}'", host, self->account_->user);
            return self->take(on_unreachable(self->state_, self->rules()));
        }
        self->take_servers(found);
        self->send(self->state_.expiration);
    });
}

void Account::take_servers(std::vector<SocketAddress> found)
{
    server_ = found.front();
    others_.assign(found.begin() + 1, found.end());
}

stack::OutgoingRequest Account::request(std::chrono::seconds expiration)
{
    const auto& account = *account_;
    auto status = endpoint();
    auto domain = stack::uri_host(account.domain.empty() ? account.host : account.domain);
    auto usual_port = status && status->address ? status->address.port() : account.port;
    auto uri = std::format("sip:{}{}", domain,
                           port_text(account.domain.empty() ? usual_port : account.domain_port, account.protocol));
    if (status && !status->endpoint->from_domain.empty())
        uri = std::format("sip:{}", stack::uri_host(status->endpoint->from_domain));
    stack::OutgoingRequest request;
    request.method = "REGISTER";
    request.target = uri;
    request.from = request.to = std::format("<sip:{}@{}>", stack::escape_user(account.user), domain);
    request.from_tag = tag_;
    request.call_id = call_id_;
    request.cseq = ++cseq_;
    contact_ = core_.contact_uri(stack::escape_user(account.contact_user), server_, protocol_);
    request.contact = std::format("<{}>", contact_);
    if (status)
        request.max_forwards = status->endpoint->max_forwards;
    if (auto header = answer_.header("REGISTER", uri))
        request.headers.push_back(std::move(*header));
    request.headers.emplace_back("Expires", std::to_string(expiration.count()));
    request.remote = server_;
    request.others = others_;
    request.protocol = protocol_;
    if (protocol_ == config::Protocol::tls)
        request.host = certified_;
    return request;
}

void Account::send(std::chrono::seconds expiration)
{
    auto message = request(expiration);
    // The one that leaves is kept by what it waits for.
    auto kept = leaving_ ? shared_from_this() : nullptr;
    under_way_ = core_.client().send(message, strand_, [weak = weak_from_this(), kept](const stack::Reply& reply) {
        if (auto self = weak.lock())
            self->on_reply(reply);
    });
}

void Account::on_reply(const stack::Reply& reply)
{
    under_way_ = 0;
    // Who answered goes on being asked.
    if (auto at = std::ranges::find(others_, reply.source); reply.received && at != others_.end())
        std::swap(server_, *at);
    bool challenge = (reply.status == 401 || reply.status == 407) && answer_.take(reply);
    if (leaving_) {
        if (challenge && state_.answers++ == 0)
            send(std::chrono::seconds{0});
        return;
    }
    if (!reply.received && reply.status != 408)
        return take(on_unreachable(state_, rules()));
    Answer answer;
    answer.status = reply.status;
    answer.challenge = challenge;
    answer.contact_expires = granted_to(contacts_of(reply), contact_);
    answer.expires = read_seconds(reply.header("Expires"));
    answer.min_expires = read_seconds(reply.header("Min-Expires"));
    if (reply.status >= 200 && reply.status < 300)
        waiting_for_answer_ = false;
    log_answer(reply);
    take(on_answer(state_, answer, rules()));
}

void Account::log_answer(const stack::Reply& reply) const
{
    switch (reply.status) {
    case 401:
    case 407:
        if (state_.answers >= 3)
            log::notice("Failed to authenticate on REGISTER to '{}@{}' (Tries {})", account_->user, account_->host,
                        state_.answers);
        return;
    case 403: return log::warning("Forbidden - wrong password on authentication for REGISTER for '{}' to '{}'", account_->user,
                                  account_->host);
    case 404: return log::warning("Got 404 Not found on SIP register to service {}@{}, giving up", account_->user,
                                  account_->host);
    case 400:
    case 414:
    case 479:
    case 493: return log::warning("Got error {} on register to {}@{}, giving up", reply.status, account_->user, account_->host);
    default: return;
    }
}

}  // namespace sipcore::outbound_registration

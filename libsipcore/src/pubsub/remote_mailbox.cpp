// SPDX-License-Identifier: GPL-2.0-only
/** @file Our subscriptions to mailboxes elsewhere. */
#include "pubsub/remote_mailbox.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

#include "base/random.h"
#include "endpoint/proxy.h"
#include "pubsub/settings.h"
#include "sipcore/letter_case.h"
#include "sipcore/log.h"
#include "stack/locate.h"

namespace sipcore::pubsub {

namespace {

/** Challenges to one SUBSCRIBE that are answered. */
constexpr unsigned most_answers = 2;
/** A server that does not answer is asked again after this. */
constexpr std::chrono::seconds pause{60};
/** A subscription is refreshed this long before its end. */
constexpr std::chrono::seconds guard{10};

/** What proves us. */
config::Auth account_of(const config::MwiSubscription& subscription)
{
    config::Auth account;
    account.username = subscription.auth_user;
    account.password = subscription.password;
    return account;
}

/** A number at the beginning of a text, which is then behind it. */
std::optional<unsigned> take_number(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    unsigned number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/** The URI of a Contact header, with or without `<>` about it. */
std::string_view uri_in(std::string_view contact)
{
    auto begin = contact.find('<');
    return begin == contact.npos ? contact.substr(0, contact.find(';')) : contact.substr(begin + 1, contact.find('>', begin) - begin - 1);
}

}  // namespace

std::optional<MessageCounts> read_summary(std::string_view body)
{
    constexpr std::string_view name = "Voice-Message:";
    while (!body.empty()) {
        auto end = std::min(body.find('\n'), body.size());
        auto line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (!begins_with_name(line, name))
            continue;
        line.remove_prefix(name.size());
        auto fresh = take_number(line);
        if (!fresh || !line.starts_with('/'))
            return std::nullopt;
        line.remove_prefix(1);
        auto old = take_number(line);
        if (!old)
            return std::nullopt;
        return MessageCounts{*fresh, *old};
    }
    return std::nullopt;
}

RemoteOutcome outcome_of(int status)
{
    if (status < 300)
        return RemoteOutcome::subscribed;
    switch (status) {
    case 401:
    case 407: return RemoteOutcome::challenge;
    case 400:
    case 403:
    case 404:
    case 414:
    case 481:
    case 493:
    case 500:
    case 501: return RemoteOutcome::give_up;
    default: return RemoteOutcome::later;
    }
}

RemoteMailbox::RemoteMailbox(stack::Core& core, config::MwiSubscription subscription)
    : core_{core}, subscription_{std::move(subscription)}, call_id_{random_text(32)}, tag_{random_text(10)},
      strand_{core.strands().of(call_id_)},
      answer_{std::vector<config::Auth>{account_of(subscription_)}}
{
}

void RemoteMailbox::start(std::chrono::milliseconds delay)
{
    strand_.post([weak = weak_from_this(), delay] {
        if (auto self = weak.lock(); self && !self->leaving_)
            self->again(delay);
    });
}

void RemoteMailbox::again(std::chrono::milliseconds delay)
{
    core_.timers().cancel(timer_);
    timer_ = core_.timers().after(strand_, delay, [weak = weak_from_this()] {
        if (auto self = weak.lock(); self && !self->leaving_)
            self->find();
    });
}

void RemoteMailbox::leave()
{
    strand_.post([self = shared_from_this()] {
        if (std::exchange(self->leaving_, true))
            return;
        self->core_.timers().cancel(self->timer_);
        if (self->subscribed_.exchange(false)) {
            self->answers_ = 0;
            self->send(std::chrono::seconds{0});
        }
    });
}

std::optional<SubscriptionStatus> RemoteMailbox::status() const
{
    std::lock_guard lock{shown_mutex_};
    return shown_;
}

void RemoteMailbox::note_notify()
{
    std::lock_guard lock{shown_mutex_};
    if (shown_)
        shown_->last_message = "Rx: NOTIFY";
}

void RemoteMailbox::publish(std::chrono::seconds lifetime)
{
    SubscriptionStatus status;
    status.address = server_.ip().text();
    status.user = subscription_.auth_user.empty() ? subscription_.user : subscription_.auth_user;
    status.call_id = call_id_;
    status.type = "mwi";
    status.expiry = lifetime;
    status.ours = true;
    status.source = status.remote = server_;
    status.protocol = protocol_;
    status.our_tag = tag_;
    status.their_tag = their_tag_;
    status.user_agent = their_agent_;
    status.contact = their_contact_;
    std::lock_guard lock{shown_mutex_};
    status.last_message = shown_ ? shown_->last_message : "Init: SUBSCRIBE";
    shown_ = std::move(status);
}

void RemoteMailbox::find()
{
    answers_ = 0;
    if (subscribed())
        return send(settings_of(*core_.config()).remote_lifetime);
    auto config = core_.config();
    auto port = subscription_.port_written ? subscription_.port : std::uint16_t{0};
    stack::Wanted wanted{subscription_.host, port, config::Protocol::udp, config->global.srv_lookup};
    if (const auto* proxy = endpoint::proxy_of(*config, nullptr))
        wanted = endpoint::wanted_of(*proxy, *config);
    protocol_ = wanted.protocol;
    stack::locate(core_, wanted, strand_, [weak = weak_from_this(), host = wanted.host](const std::vector<SocketAddress>& found) {
        auto self = weak.lock();
        if (!self || self->leaving_)
            return;
        if (found.empty()) {
            log::warning("Unable to find '{}' for the mailbox of '{}'", host, self->subscription_.user);
            return self->again(pause);
        }
        self->server_ = found.front();
        self->others_.assign(found.begin() + 1, found.end());
        self->send(settings_of(*self->core_.config()).remote_lifetime);
    });
}

void RemoteMailbox::send(std::chrono::seconds lifetime)
{
    auto host = stack::uri_host(subscription_.host);
    auto port = subscription_.port == 5060 ? std::string{} : std::format(":{}", subscription_.port);
    auto user = stack::escape_user(subscription_.auth_user.empty() ? subscription_.user : subscription_.auth_user);
    stack::OutgoingRequest request;
    request.method = "SUBSCRIBE";
    request.target = target_.empty() ? std::format("sip:{}@{}{}", stack::escape_user(subscription_.user), host, port) : target_;
    request.from = std::format("<sip:{}@{}>", user, host);
    request.from_tag = tag_;
    request.to = std::format("<sip:{}@{}>", stack::escape_user(subscription_.user), host);
    request.to_tag = their_tag_;
    request.call_id = call_id_;
    request.cseq = ++cseq_;
    request.contact = std::format("<{}>", core_.contact_uri(user, server_, protocol_));
    if (auto header = answer_.header("SUBSCRIBE", request.target))
        request.headers.push_back(std::move(*header));
    request.headers.emplace_back("Event", "message-summary");
    request.headers.emplace_back("Accept", "application/simple-message-summary");
    request.headers.emplace_back("Expires", std::to_string(lifetime.count()));
    request.remote = server_;
    request.others = others_;
    request.protocol = protocol_;
    publish(lifetime);
    auto kept = leaving_ ? shared_from_this() : nullptr;
    core_.client().send(request, strand_, [weak = weak_from_this(), kept](const stack::Reply& reply) {
        if (auto self = weak.lock())
            self->on_reply(reply);
    });
}

void RemoteMailbox::on_reply(const stack::Reply& reply)
{
    auto outcome = outcome_of(reply.status);
    if (outcome == RemoteOutcome::challenge && answers_++ < most_answers && answer_.take(reply))
        return send(leaving_ ? std::chrono::seconds{0} : settings_of(*core_.config()).remote_lifetime);
    if (leaving_)
        return;
    if (outcome == RemoteOutcome::subscribed) {
        subscribed_ = true;
        their_tag_ = reply.to_tag;
        auto lifetime = settings_of(*core_.config()).remote_lifetime;
        auto said = reply.header("Expires");
        if (auto granted = take_number(said); granted && *granted > 0)
            lifetime = std::min(lifetime, std::chrono::seconds{*granted});
        their_agent_ = reply.header(reply.header("Server").empty() ? "User-Agent" : "Server");
        their_contact_ = uri_in(reply.header("Contact"));
        publish(lifetime);
        return again(std::max(lifetime - guard, lifetime / 2));
    }
    subscribed_ = false;
    their_tag_.clear();
    if (outcome == RemoteOutcome::give_up || outcome == RemoteOutcome::challenge)
        return log::warning("Mailbox of '{}@{}' cannot be watched: {} {}", subscription_.user, subscription_.host, reply.status,
                            log::printable(reply.reason));
    again(pause);
}

}  // namespace sipcore::pubsub

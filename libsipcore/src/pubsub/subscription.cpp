// SPDX-License-Identifier: GPL-2.0-only
/** @file A subscription's life on its strand. @rfc{6665,4.2.2} */
#include "pubsub/subscription.h"

#include <algorithm>
#include <format>
#include <utility>

#include "base/random.h"
#include "pj/runtime.h"
#include "stack/directory.h"
#include "stack/locate.h"
#include "endpoint/request_to.h"

namespace sipcore::pubsub {

namespace {

/** A subscription lives this much longer than was granted, so that a late refresh still finds it. */
constexpr std::chrono::seconds grace{10};
/** Challenges to one NOTIFY that are answered. */
constexpr unsigned most_answers = 2;

/** What of a lifetime is left, never below nothing. */
std::chrono::seconds left(Clock::Instant end, Clock::Instant now)
{
    return std::max(std::chrono::ceil<std::chrono::seconds>(end - now), std::chrono::seconds{0});
}

/** The user part of a URI; empty without one. */
std::string user_in(const std::string& uri)
{
    auto colon = uri.find(':');
    auto at = uri.find('@');
    return at == std::string::npos || colon == std::string::npos || colon > at ? std::string{} : uri.substr(colon + 1, at - colon - 1);
}

}  // namespace

Subscription::Subscription(Beginning beginning) : begun_{std::move(beginning)}, our_tag_{random_text(10)}
{
    auto commons = begun_.commons.lock();
    answer_ = stack::ChallengeAnswer{endpoint::credentials_for(commons->core(), begun_.endpoint.get())};
    status_.address = begun_.request.source.ip().text();
    status_.endpoint = begun_.endpoint ? begun_.endpoint->name : std::string{};
    status_.user = user_of(commons->core());
    status_.caller = begun_.endpoint ? begun_.endpoint->callerid.number : std::string{};
    if (status_.caller.empty())
        status_.caller = user_in(begun_.request.from_uri);
    status_.source = begun_.request.source;
    status_.remote = begun_.request.next_hop;
    status_.protocol = begun_.request.protocol;
    status_.our_tag = our_tag_;
    status_.their_tag = begun_.request.from_tag;
    status_.user_agent = begun_.request.user_agent;
    status_.contact = begun_.request.contact;
    status_.call_id = begun_.request.call_id;
    status_.context = begun_.context;
    status_.extension = begun_.extension;
    status_.mailboxes = begun_.mailboxes.mailboxes;
}

Subscription::~Subscription() = default;

std::string Subscription::user_of(stack::Core& core) const
{
    auto status = begun_.endpoint ? core.directory().find(begun_.endpoint->name) : std::nullopt;
    if (!status)
        return {};
    if (!status->endpoint->default_user.empty() || !status->binding)
        return status->endpoint->default_user;
    return status->binding->username;
}

stack::Task Subscription::while_it_lives(std::move_only_function<void(Subscription&)> step)
{
    return [weak = weak_from_this(), step = std::move(step)]() mutable {
        if (auto self = weak.lock(); self && !self->gone_)
            step(*self);
    };
}

void Subscription::post(std::move_only_function<void(Subscription&)> step)
{
    begun_.strand.post(while_it_lives(std::move(step)));
}

void Subscription::post_later(std::move_only_function<void(Subscription&)> step)
{
    begun_.strand.post_later(while_it_lives(std::move(step)));
}

bool Subscription::watch()
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return false;
    if (begun_.format == Format::message_summary) {
        commons->mailboxes().join(begun_.mailboxes.mailboxes, shared_from_this());
        return true;
    }
    if (begun_.format == Format::call_completion)
        return begun_.completion != nullptr;
    auto found = commons->extensions().join(begun_.context, begun_.extension, shared_from_this());
    if (!found)
        return false;
    watch_ = found->first;
    now_ = found->second;
    return true;
}

void Subscription::grant(const SubscribeRequest& request, std::chrono::seconds lifetime)
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    auto& core = commons->core();
    granted_ = true;
    remote_cseq_ = request.cseq;
    begun_.request.contact = request.contact;
    begun_.request.source = request.source;
    begun_.request.next_hop = request.next_hop;
    begun_.request.protocol = request.protocol;
    begun_.request.user_agent = request.user_agent;
    lifetime_ = lifetime;
    ends_ = core.clock().now() + lifetime;
    core.timers().cancel(timer_);
    if (lifetime.count() > 0) {
        timer_ = core.timers().after(begun_.strand, lifetime + grace, [weak = weak_from_this()] {
            auto self = weak.lock();
            if (!self || self->gone_)
                return;
            if (!is_of_extension(self->begun_.format))
                return self->drop();
            self->end("timeout");
        });
    } else {
        reason_ = "timeout";
    }
    publish();
    // Posted: the NOTIFY follows the response to the SUBSCRIBE.
    post([](Subscription& self) { self.tell(); });
}

void Subscription::drop()
{
    if (std::exchange(gone_, true))
        return;
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    commons->core().timers().cancel(timer_);
    if (begun_.format == Format::message_summary)
        commons->mailboxes().leave(begun_.mailboxes.mailboxes, this);
    else if (watch_ != 0)
        commons->extensions().leave(watch_, this);
    commons->forget(*this);
    if (begun_.completion)
        begun_.completion->on_over();
}

void Subscription::end(std::string reason)
{
    if (reason_)
        return;
    reason_ = std::move(reason);
    now_.reset();  // what is told is an extension that does nothing
    tell();
}

void Subscription::on_changed()
{
    post([](Subscription& self) { self.tell(); });
}

void Subscription::terminate(std::string reason)
{
    post([reason = std::move(reason)](Subscription& self) mutable { self.end(std::move(reason)); });
}

void Subscription::on_published(std::shared_ptr<const Published> now)
{
    post_later([now = std::move(now)](Subscription& self) mutable {
        if (self.reason_)
            return;
        auto before = std::exchange(self.now_, std::move(now));
        if (!before || self.worth_telling(before->state(), self.now_->state()))
            self.tell();
        self.publish();
    });
}

void Subscription::on_hint_gone()
{
    post_later([](Subscription& self) { self.end("noresource"); });
}

void Subscription::on_messages()
{
    post_later([](Subscription& self) {
        auto commons = self.begun_.commons.lock();
        if (commons && commons->mailboxes().counts(self.begun_.mailboxes.mailboxes) != self.told_)
            self.tell();
    });
}

bool Subscription::worth_telling(const HintState& before, const HintState& now) const
{
    auto without_presence = [](HintState state) {
        state.presence.clear();
        state.presence_subtype.clear();
        state.presence_message.clear();
        return state;
    };
    bool digium = begun_.request.user_agent.find("Digium") != std::string::npos;
    if (now.ringing && !now.call)
        return true;
    return digium ? before != now : without_presence(before) != without_presence(now);
}

void Subscription::tell()
{
    if (in_flight_ || last_sent_) {
        waiting_ = true;
        return;
    }
    answers_ = 0;
    send();
}

std::string Subscription::contact() const
{
    auto commons = begun_.commons.lock();
    return commons ? commons->core().contact_uri(stack::escape_user(begun_.extension.empty() ? "asterisk" : begun_.extension),
                                                 begun_.request.next_hop, begun_.request.protocol)
                   : std::string{};
}

stack::OutgoingRequest Subscription::message()
{
    const auto& request = begun_.request;
    stack::OutgoingRequest message;
    message.method = "NOTIFY";
    message.target = request.contact;
    message.from = request.to;
    message.from_tag = our_tag_;
    message.to = request.from;
    message.to_tag = request.from_tag;
    message.call_id = request.call_id;
    message.cseq = ++cseq_;
    message.contact = std::format("<{}>", contact());
    message.routes = request.routes;
    message.remote = request.next_hop;
    message.protocol = request.protocol;
    if (begun_.endpoint)
        message.max_forwards = begun_.endpoint->max_forwards;
    if (auto header = answer_.header("NOTIFY", message.target))
        message.headers.push_back(std::move(*header));
    return message;
}

std::string Subscription::our_host(stack::Core& core) const
{
    if (begun_.endpoint && !begun_.endpoint->from_domain.empty())
        return stack::uri_host(begun_.endpoint->from_domain);
    auto local = core.local_address_to(begun_.request.next_hop, begun_.request.protocol);
    return local.port() == 5060 ? local.ip().uri_host() : std::format("{}:{}", local.ip().uri_host(), local.port());
}

bool Subscription::fill(stack::OutgoingRequest& message)
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return false;
    auto& core = commons->core();
    auto config = core.config();
    auto settings = settings_of(*config);
    auto event = std::string{package_of(begun_.format)};
    if (!begun_.request.event_id.empty())
        event += ";id=" + begun_.request.event_id;
    message.headers.emplace_back("Event", std::move(event));
    message.headers.emplace_back("Subscription-State",
                                 reason_ ? std::format("terminated;reason={}", *reason_)
                                         : std::format("active;expires={}", left(ends_, core.clock().now()).count()));
    if (begun_.format == Format::call_completion) {
        message.content_type = media_type(begun_.format);
        message.body = begun_.completion->body();
        return true;
    }
    if (begun_.format == Format::message_summary) {
        auto counts = commons->mailboxes().counts(begun_.mailboxes.mailboxes);
        if (!counts && !reason_)
            return false;
        told_ = counts;
        if (counts && begun_.endpoint)
            core.directory().note_messages(begun_.endpoint->name, counts->new_messages, counts->old_messages);
        message.content_type = settings.summary_type;
        message.body = message_summary({counts.value_or(MessageCounts{}),
                                        std::format("sip:{}@{}", stack::escape_user(begun_.mailboxes.account),
                                                    our_host(core)),
                                        begun_.mailboxes.urgent_counts});
        return true;
    }
    BodyParts parts;
    parts.extension = begun_.extension;
    parts.watcher_uri = begun_.request.from_uri;
    parts.watched_uri = begun_.request.to_uri;
    parts.domain = begun_.endpoint && !begun_.endpoint->from_domain.empty()
                       ? begun_.endpoint->from_domain
                       : core.local_address_to(begun_.request.next_hop, begun_.request.protocol).ip().uri_host();
    parts.call_id = begun_.request.call_id;
    parts.watcher_tag = begun_.request.from_tag;
    parts.our_tag = our_tag_;
    parts.version = version_++;
    parts.ringing = settings.ringing;
    parts.callerid = settings.callerid;
    parts.tags = settings.tags;
    parts.digium = begun_.request.user_agent.find("Digium") != std::string::npos;
    message.content_type = media_type(begun_.format);
    message.body = now_ ? *now_->body(begun_.format, parts) : body_of(begun_.format, parts);
    return true;
}

void Subscription::send()
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    waiting_ = false;
    auto sent = message();
    if (!fill(sent)) {
        --cseq_;
        return;  // what is in the mailboxes will be told
    }
    in_flight_ = true;
    last_sent_ = reason_.has_value();
    {
        std::lock_guard lock{status_mutex_};
        // a summary of messages is always told as if it began something
        status_.last_message = begun_.format == Format::message_summary ? "Init: NOTIFY" : "Tx: NOTIFY";
    }
    // Kept by what it waits for: a last NOTIFY outlives the table's entry.
    commons->core().client().send(sent, begun_.strand,
                                  [self = shared_from_this()](const stack::Reply& reply) { self->on_reply(reply); });
}

void Subscription::on_reply(const stack::Reply& reply)
{
    in_flight_ = false;
    if (gone_)
        return;
    bool challenged = reply.status == 401 || reply.status == 407;
    if (challenged && answers_++ < most_answers && answer_.take(reply))
        return send();
    if (last_sent_ || reply.status == 481 || (!reply.received && reply.status == 408))
        return drop();
    if (waiting_)
        tell();
}

void Subscription::send_order(NotifyOrder order)
{
    post([order = std::move(order)](Subscription& self) {
        auto commons = self.begun_.commons.lock();
        if (!commons)
            return;
        auto sent = self.message();
        sent.headers.emplace_back("Subscription-State", std::format("active;expires={}",
                                  left(self.ends_, commons->core().clock().now()).count()));
        for (const auto& [name, value] : order.headers) {
            if (name == "Content-Type")
                sent.content_type = value;
            else
                sent.headers.emplace_back(name, value);
        }
        sent.body = order.body;
        commons->core().client().send(sent, self.begun_.strand, [](const stack::Reply&) {});
    });
}

void Subscription::publish()
{
    std::lock_guard lock{status_mutex_};
    status_.type = short_name(begun_.format);
    status_.expiry = lifetime_;
    if (now_)
        status_.state = now_->state();
}

SubscriptionStatus Subscription::status() const
{
    std::lock_guard lock{status_mutex_};
    return status_;
}

}  // namespace sipcore::pubsub

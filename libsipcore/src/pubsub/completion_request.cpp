// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking for completion: SUBSCRIBE and its NOTIFYs, PUBLISH while our caller is busy. */
#include "pubsub/completion_request.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

#include "base/random.h"
#include "pj/text.h"
#include "pubsub/completion_desk.h"
#include "pubsub/decide_publication.h"
#include "sipcore/log.h"
#include "sipcore/name_addr.h"
#include "stack/locate.h"
#include "stack/respond.h"

namespace sipcore::pubsub {

namespace {

/** Challenges to one SUBSCRIBE or PUBLISH, and times that are too short, that are answered. */
constexpr unsigned most_tries = 3;
/** A subscription is refreshed this long before its end. */
constexpr std::chrono::seconds guard{10};

/** A number of seconds; nothing when it is none. */
std::optional<std::chrono::seconds> seconds_of(std::string_view text)
{
    unsigned number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} ? std::optional{std::chrono::seconds{number}} : std::nullopt;
}

}  // namespace

CompletionRequest::CompletionRequest(Beginning beginning)
    : begun_{std::move(beginning)}, target_{begun_.order.hint.uri}, lifetime_{begun_.order.lifetime},
      publication_answer_{begun_.answer}
{
}

void CompletionRequest::post(std::move_only_function<void(CompletionRequest&, stack::Core&)> step)
{
    begun_.strand.post([self = shared_from_this(), step = std::move(step)]() mutable {
        auto commons = self->begun_.commons.lock();
        if (commons && !self->over_)
            step(*self, commons->core());
    });
}

void CompletionRequest::begin()
{
    post([](CompletionRequest& self, stack::Core& core) {
        self.ends_ = core.clock().now() + self.lifetime_;
        self.subscribe(core, self.lifetime_);
    });
}

void CompletionRequest::suspend()
{
    publish(false);
}

void CompletionRequest::resume()
{
    publish(true);
}

void CompletionRequest::cancel()
{
    post([](CompletionRequest& self, stack::Core& core) {
        self.answers_ = 0;
        if (!self.their_tag_.empty())
            self.subscribe(core, std::chrono::seconds{0});
        self.end({});
    });
}

void CompletionRequest::subscribe(stack::Core& core, std::chrono::seconds lifetime)
{
    auto request = begun_.first;
    request.cseq = begun_.first.cseq++;
    request.target = target_;
    request.to = std::format("<{}>", begun_.order.hint.uri);
    request.to_tag = their_tag_;
    if (auto header = begun_.answer.header("SUBSCRIBE", request.target))
        request.headers.push_back(std::move(*header));
    request.headers.emplace_back("Event", "call-completion");
    request.headers.emplace_back("Accept", "application/call-completion");
    request.headers.emplace_back("Expires", std::to_string(lifetime.count()));
    core.client().send(request, begun_.strand, [self = shared_from_this(), lifetime](const stack::Reply& reply) {
        bool challenged = reply.status == 401 || reply.status == 407;
        auto commons = self->begun_.commons.lock();
        if (!commons || (self->over_ && lifetime.count() > 0))
            return;
        if (challenged && self->answers_++ < most_tries && self->begun_.answer.take(reply))
            return self->subscribe(commons->core(), lifetime);
        if (!self->over_)
            self->on_subscribed(reply);
    });
}

void CompletionRequest::on_subscribed(const stack::Reply& reply)
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    auto& core = commons->core();
    if (reply.status == 423 && answers_++ < most_tries) {
        auto least = seconds_of(reply.header("Min-Expires")).value_or(lifetime_ * 2);
        if (least > lifetime_ && least <= std::chrono::hours{24}) {
            lifetime_ = least;
            return subscribe(core, lifetime_);
        }
    }
    if (reply.status >= 300)
        return end(std::format("SUBSCRIBE was refused: {} {}", reply.status, log::printable(reply.reason)));
    answers_ = 0;
    their_tag_ = reply.to_tag;
    if (auto contact = parse_name_addr(reply.header("Contact")); contact && parse_sip_uri(contact->uri))
        target_ = contact->uri;
    auto granted = std::min(seconds_of(reply.header("Expires")).value_or(lifetime_), lifetime_);
    core.timers().cancel(refresh_);
    if (core.clock().now() + granted >= ends_ || granted.count() == 0)
        return;  // the host's own time ends first
    refresh_ = core.timers().after(begun_.strand, std::max(granted - guard, granted / 2), [weak = weak_from_this()] {
        auto self = weak.lock();
        auto shared = self ? self->begun_.commons.lock() : nullptr;
        if (!shared || self->over_)
            return;
        auto left = std::chrono::ceil<std::chrono::seconds>(self->ends_ - shared->core().clock().now());
        if (left.count() > 0)
            self->subscribe(shared->core(), left);
    });
}

void CompletionRequest::on_notify(const stack::IncomingRequest& request)
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    const auto& info = request.rdata->msg_info;
    auto answer = [&](int status, std::string_view reason) {
        stack::respond(commons->core().pj_endpoint(), request.rdata, status, reason);
    };
    if (over_)
        return answer(481, "Subscription does not exist");
    bool terminated = pj::header_text(info.msg, "Subscription-State").starts_with("terminated");
    std::optional<CompletionState> state;
    if (info.msg->body && info.msg->body->data)
        state = read_completion_body({static_cast<const char*>(info.msg->body->data), info.msg->body->len});
    if (!state && !terminated)
        return answer(400, "Bad Request");
    answer(200, "OK");
    if (their_tag_.empty())
        their_tag_ = pj::copy(info.from->tag);  // it overtook the 200
    if (terminated)
        return end("the callee ended it");
    auto callee = begun_.callee.lock();
    if (!callee)
        return;
    if (!state->ready)
        return callee->on_queued();
    auto* from = pj::sip_uri(info.from->uri);
    recall_uri_ = state->recall_uri;
    if (recall_uri_.empty() && from)
        recall_uri_ = pj::print(reinterpret_cast<const pjsip_uri*>(from));
    callee->on_ready(recall_uri_);
}

void CompletionRequest::publish(bool open)
{
    post([open](CompletionRequest& self, stack::Core& core) {
        self.wanted_ = open;
        self.publication_tries_ = 0;
        if (!self.publishing_)
            self.send_publication(core);
    });
}

void CompletionRequest::send_publication(stack::Core& core)
{
    if (publication_.method.empty()) {
        publication_ = begun_.first;
        publication_.method = "PUBLISH";
        publication_.call_id = random_text(32);
        publication_.from_tag = random_text(10);
        publication_.cseq = 101;
    }
    publishing_ = true;
    auto request = publication_;
    request.cseq = ++publication_.cseq;
    request.target = recall_uri_.empty() ? begun_.order.hint.uri : recall_uri_;
    request.to = std::format("<{}>", request.target);
    if (auto header = publication_answer_.header("PUBLISH", request.target))
        request.headers.push_back(std::move(*header));
    request.headers.emplace_back("Event", "call-completion");
    request.headers.emplace_back("Expires", std::to_string(publication_lifetime_.count()));
    if (!etag_.empty())
        request.headers.emplace_back("SIP-If-Match", etag_);
    request.content_type = "application/pidf+xml";
    request.body = availability_body(begun_.first.from.substr(begun_.first.from.find('<') + 1,
                                                              begun_.first.from.rfind('>') - begun_.first.from.find('<') - 1),
                                     *wanted_);
    published_ = wanted_;
    core.client().send(request, begun_.strand, [self = shared_from_this()](const stack::Reply& reply) {
        self->publishing_ = false;
        if (!self->over_)
            self->on_published(reply);
    });
}

void CompletionRequest::on_published(const stack::Reply& reply)
{
    auto commons = begun_.commons.lock();
    if (!commons)
        return;
    bool again = false;
    if (reply.status == 401 || reply.status == 407) {
        again = publication_answer_.take(reply);
    } else if (reply.status == 412) {
        again = !std::exchange(etag_, {}).empty();  // it is not known there any more
    } else if (reply.status == 423) {
        publication_lifetime_ = seconds_of(reply.header("Min-Expires")).value_or(publication_lifetime_ * 2);
        again = publication_lifetime_ <= std::chrono::hours{24};
    } else if (reply.status < 300) {
        etag_ = reply.header("SIP-ETag");
        publication_tries_ = 0;
        if (wanted_ != published_)
            send_publication(commons->core());
        return;
    }
    if (again && publication_tries_++ < most_tries)
        return send_publication(commons->core());
    end(std::format("PUBLISH was refused: {} {}", reply.status, log::printable(reply.reason)));
}

void CompletionRequest::fail(std::string why)
{
    post([why = std::move(why)](CompletionRequest& self, stack::Core&) { self.end(why); });
}

void CompletionRequest::end(const std::string& why)
{
    if (std::exchange(over_, true))
        return;
    if (auto commons = begun_.commons.lock())
        commons->core().timers().cancel(refresh_);
    if (auto desk = begun_.desk.lock())
        desk->forget(*this);
    auto callee = begun_.callee.lock();
    if (!why.empty() && callee)
        callee->on_failed(why);
}

}  // namespace sipcore::pubsub

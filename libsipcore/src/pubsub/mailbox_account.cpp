// SPDX-License-Identifier: GPL-2.0-only
/** @file Unsolicited message summaries. */
#include "pubsub/mailbox_account.h"

#include <format>
#include <utility>

#include "pj/runtime.h"
#include "stack/directory.h"
#include "stack/locate.h"
#include "endpoint/request_to.h"

namespace sipcore::pubsub {

namespace {

/** Challenges to one NOTIFY that are answered. */
constexpr unsigned most_answers = 2;

}  // namespace

MailboxAccount::MailboxAccount(std::weak_ptr<Commons> commons, stack::Core& core, std::string endpoint, MailboxSettings settings)
    : commons_{std::move(commons)}, core_{core}, endpoint_{std::move(endpoint)}, settings_{std::move(settings)},
      strand_{core.strands().of(endpoint_)}
{
}

void MailboxAccount::begin()
{
    if (settings_.only_subscribed)
        return;
    if (auto commons = commons_.lock())
        commons->mailboxes().join(settings_.mailboxes, shared_from_this());
}

void MailboxAccount::end()
{
    if (auto commons = commons_.lock(); commons && !settings_.only_subscribed)
        commons->mailboxes().leave(settings_.mailboxes, this);
    strand_.post([self = shared_from_this()] { self->ended_ = true; });
}

void MailboxAccount::subscribed(const std::shared_ptr<Subscription>& subscription)
{
    std::shared_ptr<Subscription> before;
    {
        std::lock_guard lock{subscription_mutex_};
        before = subscription_.lock();
        subscription_ = subscription;
    }
    if (before && before != subscription)
        before->begun().strand.post([before] { before->drop(); });
}

void MailboxAccount::on_messages()
{
    strand_.post([weak = weak_from_this()] {
        auto self = weak.lock();
        auto commons = self && !self->ended_ ? self->commons_.lock() : nullptr;
        if (commons && commons->mailboxes().counts(self->settings_.mailboxes) != self->told_)
            self->tell();
    });
}

void MailboxAccount::on_registered()
{
    strand_.post([weak = weak_from_this()] {
        if (auto self = weak.lock(); self && !self->ended_)
            self->tell();
    });
}

void MailboxAccount::tell()
{
    {
        std::lock_guard lock{subscription_mutex_};
        if (!subscription_.expired())
            return;  // it listens by itself
    }
    if (settings_.only_subscribed)
        return;
    if (in_flight_) {
        waiting_ = true;
        return;
    }
    waiting_ = false;
    auto commons = commons_.lock();
    auto status = core_.directory().find(endpoint_);
    auto counts = commons ? commons->mailboxes().counts(settings_.mailboxes) : std::nullopt;
    if (!status || !status->address || !counts)
        return;
    told_ = counts;
    core_.directory().note_messages(endpoint_, counts->new_messages, counts->old_messages);
    pj::register_thread();
    auto config = core_.config();
    endpoint::Sender sender{settings_.from_user.empty() ? config->global.default_from_user : std::string{}, settings_.from_user};
    sent_ = endpoint::request_to(core_, *status, "NOTIFY", sender);
    sent_.headers.emplace_back("Event", "message-summary");
    sent_.content_type = settings_of(*config).summary_type;
    sent_.body = message_summary({*counts, std::format("sip:{}@{}", stack::escape_user(settings_.account),
                                                       endpoint::host_towards(core_, *status)),
                                  settings_.urgent_counts});
    answer_ = stack::ChallengeAnswer{endpoint::credentials_for(core_, status->endpoint.get())};
    answers_ = 0;
    send();
}

void MailboxAccount::send()
{
    in_flight_ = true;
    auto request = sent_;
    if (auto header = answer_.header("NOTIFY", request.target))
        request.headers.push_back(std::move(*header));
    core_.client().send(request, strand_, [weak = weak_from_this()](const stack::Reply& reply) {
        if (auto self = weak.lock())
            self->on_reply(reply);
    });
}

void MailboxAccount::on_reply(const stack::Reply& reply)
{
    in_flight_ = false;
    if (ended_)
        return;
    bool challenged = reply.status == 401 || reply.status == 407;
    if (challenged && answers_++ < most_answers && answer_.take(reply)) {
        ++sent_.cseq;
        return send();
    }
    if (waiting_)
        tell();
}

}  // namespace sipcore::pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file From Asterisk's message waiting to ours. */
#include "mailboxes.h"

#include <future>

#include "pbx/guarded.h"

namespace res_sip_pubsub {

Mailboxes::Mailboxes(std::shared_ptr<Told> told) : told_{std::move(told)}, thread_{ast_taskprocessor_get("sip/mailboxes", TPS_REF_DEFAULT)}
{
    if (!thread_)
        throw std::bad_alloc{};
}

Mailboxes::~Mailboxes()
{
    post([](Mailboxes& self) {
        while (!self.watched_.empty())
            self.end(std::string{self.watched_.begin()->first});
    });
    drain();
    ast_taskprocessor_unreference(thread_);
}

void Mailboxes::post(Job job)
{
    /** What is to be done, and for whom. */
    struct Order {
        Mailboxes* self;  ///< for whom
        Job job;          ///< what
    };
    auto order = std::make_unique<Order>(this, std::move(job));
    auto run = [](void* data) {
        std::unique_ptr<Order> taken{static_cast<Order*>(data)};
        return pbx::guarded("mailboxes", 0, [&] {
            taken->job(*taken->self);
            return 0;
        });
    };
    if (ast_taskprocessor_push(thread_, run, order.get()) == 0)
        (void)order.release();
}

void Mailboxes::drain()
{
    auto done = std::make_shared<std::promise<void>>();
    auto waited = done->get_future();
    post([done](Mailboxes&) { done->set_value(); });
    waited.wait();
}

void Mailboxes::watch(const std::string& mailbox)
{
    post([mailbox](Mailboxes& self) { self.begin(mailbox); });
}

void Mailboxes::unwatch(const std::string& mailbox)
{
    post([mailbox](Mailboxes& self) { self.end(mailbox); });
}

void Mailboxes::publish(const std::string& mailbox, const sipcore::MessageCounts& counts)
{
    post([mailbox, counts](Mailboxes&) {
        ast_publish_mwi_state(mailbox.c_str(), "SIP_Remote", static_cast<int>(counts.new_messages),
                              static_cast<int>(counts.old_messages));
    });
}

void Mailboxes::begin(const std::string& mailbox)
{
    if (watched_.contains(mailbox))
        return;
    auto* subscriber = ast_mwi_subscribe_pool(mailbox.c_str(), &Mailboxes::on_change, this);
    if (!subscriber) {
        ast_log(LOG_WARNING, "Unable to watch mailbox %s\n", mailbox.c_str());
        return tell(mailbox, 0, 0);
    }
    stasis_subscription_accept_message_type(ast_mwi_subscriber_subscription(subscriber), ast_mwi_state_type());
    stasis_subscription_set_filter(ast_mwi_subscriber_subscription(subscriber), STASIS_SUBSCRIPTION_FILTER_SELECTIVE);
    watched_.emplace(mailbox, subscriber);
    if (auto* state = ast_mwi_subscriber_data(subscriber)) {
        tell(mailbox, state->new_msgs, state->old_msgs);
        ao2_ref(state, -1);
        return;
    }
    int fresh = 0;
    int old = 0;
    ast_app_inboxcount(mailbox.c_str(), &fresh, &old);
    tell(mailbox, fresh, old);
}

void Mailboxes::end(const std::string& mailbox)
{
    auto at = watched_.find(mailbox);
    if (at == watched_.end())
        return;
    ast_mwi_unsubscribe_and_join(at->second);
    watched_.erase(at);
}

void Mailboxes::tell(const std::string& mailbox, int fresh, int old)
{
    std::lock_guard lock{told_->mutex};
    if (told_->feature)
        told_->feature->on_mailbox(mailbox, {static_cast<unsigned>(std::max(fresh, 0)), static_cast<unsigned>(std::max(old, 0))});
}

void Mailboxes::on_change(void* data, stasis_subscription*, stasis_message* message)
{
    if (stasis_message_type(message) != ast_mwi_state_type())
        return;
    pbx::guarded("mailbox", [&] {
        auto* state = static_cast<ast_mwi_state*>(stasis_message_data(message));
        static_cast<Mailboxes*>(data)->tell(state->uniqueid, state->new_msgs, state->old_msgs);
    });
}

}  // namespace res_sip_pubsub

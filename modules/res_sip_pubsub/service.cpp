// SPDX-License-Identifier: GPL-2.0-only
/** @file The beginning and the end of subscriptions. */
#include "service.h"

#include "pbx/guarded.h"

namespace res_sip_pubsub {

Service::~Service()
{
    if (network_)
        stasis_unsubscribe_and_join(network_);
    {
        std::lock_guard lock{told_->mutex};
        told_->feature = nullptr;
    }
    subscriptions_.reset();
}

sipcore::Outcome<> Service::start(sipcore::Stack& stack)
{
    stack_ = &stack;
    auto made = sipcore::Subscriptions::create(stack, hints_, mailboxes_);
    if (!made)
        return std::unexpected(made.error());
    subscriptions_ = std::move(*made);
    {
        std::lock_guard lock{told_->mutex};
        told_->feature = subscriptions_.get();
    }
    network_ = stasis_subscribe(ast_system_topic(), &Service::on_network_change, this);
    if (network_) {
        stasis_subscription_accept_message_type(network_, ast_network_change_type());
        stasis_subscription_set_filter(network_, STASIS_SUBSCRIPTION_FILTER_SELECTIVE);
    }
    return {};
}

void Service::on_network_change(void* data, stasis_subscription*, stasis_message* message)
{
    if (stasis_message_type(message) != ast_network_change_type())
        return;
    pbx::guarded("network change", [&] { static_cast<Service*>(data)->subscriptions().restart_remote(); });
}

}  // namespace res_sip_pubsub

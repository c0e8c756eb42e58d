// SPDX-License-Identifier: GPL-2.0-only
/** @file The beginning and the end of subscriptions. */
#include "service.h"

namespace res_sip_pubsub {

Service::~Service()
{
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
    std::lock_guard lock{told_->mutex};
    told_->feature = subscriptions_.get();
    return {};
}

}  // namespace res_sip_pubsub

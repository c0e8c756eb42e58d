// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions for Asterisk: hints, mailboxes and commands, in the order in which they live. */
#pragma once

#include "hints.h"
#include "mailboxes.h"
#include "sipcore/pubsub.h"
#include "sipcore/stack.h"

namespace res_sip_pubsub {

/** The module's things. There is one; `service()` finds it. */
class Service {
public:
    Service() = default;
    Service(const Service&) = delete;             ///< there is one
    Service& operator=(const Service&) = delete;  ///< there is one
    ~Service();
    /** Begins. @return Failure when the module must decline @threads the loader's */
    sipcore::Outcome<> start(sipcore::Stack& stack);
    /** The feature. */
    sipcore::Subscriptions& subscriptions() { return *subscriptions_; }
    /** The stack. */
    sipcore::Stack& stack() { return *stack_; }

private:
    /** The network changed: an event of Asterisk's. */
    static void on_network_change(void* data, stasis_subscription* subscription, stasis_message* message);

    stasis_subscription* network_ = nullptr;
    std::shared_ptr<Told> told_ = std::make_shared<Told>();
    Hints hints_{told_};
    Mailboxes mailboxes_{told_};
    sipcore::Stack* stack_ = nullptr;
    std::unique_ptr<sipcore::Subscriptions> subscriptions_;
};

/** The module's things while it is loaded, null otherwise. */
Service* service();

}  // namespace res_sip_pubsub

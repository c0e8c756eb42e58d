// SPDX-License-Identifier: GPL-2.0-only
/** @file An endpoint that is told of its messages: in its subscription where it has one, unsolicited otherwise. One NOTIFY at a
 *  time; while it is on its way, only the newest counts wait. @rfc{3842,2} */
#pragma once

#include <memory>
#include <string>

#include "pubsub/subscription.h"

namespace sipcore::pubsub {

/** One endpoint with mailboxes. Made and ended by the feature as the configuration wants it; lives on its own strand. */
class MailboxAccount final : public MailboxListener, public std::enable_shared_from_this<MailboxAccount> {
public:
    /** Of an endpoint. */
    MailboxAccount(std::weak_ptr<Commons> commons, stack::Core& core, std::string endpoint, MailboxSettings settings);
    /** Begins to listen, where something unsolicited may be sent. @threads any that holds nothing */
    void begin();
    /** Ends it. @threads any that holds nothing */
    void end();
    /** From here on the endpoint is told in a subscription; the one that it had ends without a word. On the subscription's
     *  strand. */
    void subscribed(const std::shared_ptr<Subscription>& subscription);
    /** It registered: it is told what there is. @threads any */
    void on_registered();
    void on_messages() override;
    /** What it was made from. */
    const MailboxSettings& settings() const { return settings_; }

private:
    /** Tells it, unsolicited. On the strand. */
    void tell();
    /** Sends the NOTIFY. */
    void send();
    /** What came of it. */
    void on_reply(const stack::Reply& reply);

    std::weak_ptr<Commons> commons_;
    stack::Core& core_;
    std::string endpoint_;
    MailboxSettings settings_;
    stack::Strand& strand_;
    std::mutex subscription_mutex_;
    std::weak_ptr<Subscription> subscription_;
    stack::OutgoingRequest sent_;
    stack::ChallengeAnswer answer_;
    unsigned answers_ = 0;
    std::optional<MessageCounts> told_;
    bool in_flight_ = false;
    bool waiting_ = false;
    bool ended_ = false;
};

}  // namespace sipcore::pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file A mailbox at another server, to which we subscribe; what it tells is published under our name for it. @rfc{3842,3} */
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>
#include <string_view>

#include "sipcore/config/model.h"
#include "sipcore/pubsub.h"
#include "stack/challenge_answer.h"
#include "stack/client.h"
#include "stack/core.h"

namespace sipcore::pubsub {

/** The counts of a message summary: its line `Voice-Message: new/old`; nothing without one. @rfc{3842,5.2} */
std::optional<MessageCounts> read_summary(std::string_view body);

/** What an answer to our SUBSCRIBE means. */
enum class RemoteOutcome : std::uint8_t {
    subscribed,  ///< it stands
    challenge,   ///< it wants to be proved
    give_up,     ///< refused for good
    later,       ///< not now
};
/** What a status means. */
RemoteOutcome outcome_of(int status);

/** One subscription of ours. Made by the feature, which tells it to leave; touched on its strand but for `subscribed`. */
class RemoteMailbox final : public std::enable_shared_from_this<RemoteMailbox> {
public:
    /** Silent until `start`. */
    RemoteMailbox(stack::Core& core, config::MwiSubscription subscription);
    /** Subscribes after a while. @threads any */
    void start(std::chrono::milliseconds delay);
    /** Ends it at the server, and does nothing more. @threads any */
    void leave();
    /** Whether a NOTIFY belongs to its dialog. @threads any */
    bool owns(std::string_view call_id, std::string_view our_tag) const { return call_id == call_id_ && our_tag == tag_; }
    /** What it was made from. */
    const config::MwiSubscription& subscription() const { return subscription_; }
    /** Whether it stands. @threads any */
    bool subscribed() const { return subscribed_.load(std::memory_order_relaxed); }
    /** A NOTIFY of its server came. @threads any */
    void note_notify();
    /** How it is shown among subscriptions; nothing before its server is known. @threads any */
    std::optional<SubscriptionStatus> status() const;

private:
    /** Finds the server, then subscribes. */
    void find();
    /** Sends SUBSCRIBE. */
    void send(std::chrono::seconds lifetime);
    /** What came of it. */
    void on_reply(const stack::Reply& reply);
    /** Makes known how it stands. @param lifetime as it was asked for or granted */
    void publish(std::chrono::seconds lifetime);
    /** Tries again after a while. */
    void again(std::chrono::milliseconds delay);

    stack::Core& core_;
    config::MwiSubscription subscription_;
    std::string call_id_;
    std::string tag_;
    stack::Strand& strand_;
    std::string their_tag_;
    std::string target_;
    unsigned cseq_ = 101;
    unsigned answers_ = 0;
    SocketAddress server_;
    std::vector<SocketAddress> others_;  ///< where else. @rfc{3263,4.3}
    config::Protocol protocol_ = config::Protocol::udp;  ///< over what: the proxy's, where there is one
    stack::ChallengeAnswer answer_;
    stack::TimerId timer_ = 0;
    std::atomic<bool> subscribed_{false};
    bool leaving_ = false;
    std::string their_agent_;
    std::string their_contact_;
    mutable std::mutex shown_mutex_;
    std::optional<SubscriptionStatus> shown_;
};

}  // namespace sipcore::pubsub

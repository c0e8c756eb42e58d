// SPDX-License-Identifier: GPL-2.0-only
/** @file One subscription: a dialog of ours in which NOTIFYs go out one after the other. While one is on its way nothing else is
 *  sent; then only the newest state is. */
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pubsub/mailboxes.h"
#include "pubsub/settings.h"
#include "pubsub/subscribe_request.h"
#include "pubsub/watched.h"
#include "stack/challenge_answer.h"
#include "stack/client.h"
#include "stack/core.h"

namespace sipcore::pubsub {

class Subscription;

/** What a subscription to call completion tells. @rfc{6910,9} */
class CompletionSource {
public:
    virtual ~CompletionSource() = default;
    /** The body of a NOTIFY. @threads the strand of the subscription */
    virtual std::string body() const = 0;
    /** The subscription is over. @threads the strand of the subscription, or the loader's */
    virtual void on_over() = 0;
};

/** What subscriptions share. Lives until the last of them is gone. */
class Commons {
public:
    virtual ~Commons() = default;
    /** The stack. */
    virtual stack::Core& core() = 0;
    /** Watched extensions. */
    virtual WatchedExtensions& extensions() = 0;
    /** Mailboxes. */
    virtual MailboxBoard& mailboxes() = 0;
    /** A subscription is over. */
    virtual void forget(const Subscription& subscription) = 0;
};

/** One subscription. Made by a SUBSCRIBE; ends with its time, by its watcher, when its hint goes, or when a NOTIFY finds nobody.
 *  Touched on its strand, that of its Call-ID, but for `status` and what is told by `Watcher` and `MailboxListener`. */
class Subscription final : public Watcher, public MailboxListener, public std::enable_shared_from_this<Subscription> {
public:
    /** What it is begun with. */
    struct Beginning {
        std::weak_ptr<Commons> commons;                    ///< what it shares
        stack::Strand& strand;                             ///< where it lives
        SubscribeRequest request;                          ///< the SUBSCRIBE
        std::shared_ptr<const config::Endpoint> endpoint;  ///< whose; null: a guest's
        Format format = Format::dialog_info;               ///< kind of body
        std::string context;                               ///< of the hint
        std::string extension;                             ///< what is watched
        MailboxSettings mailboxes;                         ///< whose messages, of a message summary
        std::shared_ptr<CompletionSource> completion{};    ///< what it tells, of call completion; null otherwise
    };
    /** Begun, and silent until `grant`. */
    explicit Subscription(Beginning beginning);
    ~Subscription() override;

    /** Begins to watch. @return false when there is no hint */
    bool watch();
    /** Takes a SUBSCRIBE over, the first one or a refresh: from now on it lives for `lifetime`; a NOTIFY follows, which is the
     *  last one when the lifetime is 0. */
    void grant(const SubscribeRequest& request, std::chrono::seconds lifetime);
    /** Another kind of body from now on. */
    void set_format(Format format) { begun_.format = format; }
    /** Whether its SUBSCRIBE has no answer yet. */
    bool is_pending() const { return !granted_; }
    /** What it tells is something else now. @threads any */
    void on_changed();
    /** Ends it with a NOTIFY that gives a reason. @threads any */
    void terminate(std::string reason);
    /** Ends it without a word. On the strand. */
    void drop();
    /** Sends a NOTIFY with headers and a body of somebody else's in its dialog. @threads any */
    void send_order(NotifyOrder order);

    void on_published(std::shared_ptr<const Published> now) override;
    void on_hint_gone() override;
    void on_messages() override;

    /** Our tag. */
    const std::string& our_tag() const { return our_tag_; }
    /** The SUBSCRIBE that it was begun with. */
    const SubscribeRequest& request() const { return begun_.request; }
    /** What it was begun with. */
    const Beginning& begun() const { return begun_; }
    /** CSeq of the last SUBSCRIBE that was taken. */
    unsigned remote_cseq() const { return remote_cseq_; }
    /** What was granted last. */
    std::chrono::seconds lifetime() const { return lifetime_; }
    /** Our Contact, for responses. */
    std::string contact() const;
    /** How it stands. @threads any */
    SubscriptionStatus status() const;

private:
    /** A step that is left out when it is gone by then. */
    stack::Task while_it_lives(std::move_only_function<void(Subscription&)> step);
    /** Runs a step on the strand while it lives. */
    void post(std::move_only_function<void(Subscription&)> step);
    /** Runs a step on the strand while it lives, once nobody waits there: hundreds of watchers may hear of one change. */
    void post_later(std::move_only_function<void(Subscription&)> step);
    /** Something else is to be told. */
    void tell();
    /** Sends a NOTIFY with what is to be told now. */
    void send();
    /** A NOTIFY in its dialog, without Event and body. */
    stack::OutgoingRequest message();
    /** Our host as its watcher knows it, with the port where that is not the usual one. */
    std::string our_host(stack::Core& core) const;
    /** Event, state and body. @return false while what is to be told is not known yet */
    bool fill(stack::OutgoingRequest& message);
    /** What came of a NOTIFY. */
    void on_reply(const stack::Reply& reply);
    /** Ends with a last NOTIFY. */
    void end(std::string reason);
    /** Whether another state is to be told of. */
    bool worth_telling(const HintState& before, const HintState& now) const;
    /** The user that the watcher is asked for, as `sip show subscriptions` shows it; empty for a guest. */
    std::string user_of(stack::Core& core) const;
    /** Makes the status known. */
    void publish();

    Beginning begun_;
    std::string our_tag_;
    unsigned cseq_ = 101;
    unsigned remote_cseq_ = 0;
    unsigned version_ = 0;
    std::chrono::seconds lifetime_{0};
    Clock::Instant ends_;
    stack::TimerId timer_ = 0;
    WatchId watch_ = 0;
    std::shared_ptr<const Published> now_;
    std::optional<MessageCounts> told_;
    stack::ChallengeAnswer answer_;
    unsigned answers_ = 0;
    bool granted_ = false;
    bool in_flight_ = false;
    bool waiting_ = false;
    bool answered_ = false;
    std::optional<std::string> reason_;
    bool last_sent_ = false;
    bool gone_ = false;
    mutable std::mutex status_mutex_;
    SubscriptionStatus status_;
};

}  // namespace sipcore::pubsub

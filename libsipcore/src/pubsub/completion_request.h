// SPDX-License-Identifier: GPL-2.0-only
/** @file Our request for completion: a subscription of ours at who was called, and what we publish while our caller is busy
 *  himself. @rfc{6910,4} */
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pubsub/decide_completion.h"
#include "pubsub/subscription.h"
#include "sipcore/call_completion.h"
#include "stack/challenge_answer.h"
#include "stack/client.h"
#include "stack/core.h"
#include "stack/feature.h"

namespace sipcore::pubsub {

class CompletionDesk;

/** One request. Made by the desk for the host; lives on its strand, that of its Call-ID; ends by `cancel`, or when it fails. */
class CompletionRequest final : public CompletionWatch, public std::enable_shared_from_this<CompletionRequest> {
public:
    /** What it is made with. */
    struct Beginning {
        std::weak_ptr<CompletionDesk> desk;      ///< where it is known
        std::weak_ptr<Commons> commons;          ///< the stack, while it may be used
        stack::Strand& strand;                   ///< where it lives
        stack::OutgoingRequest first;            ///< a request to the endpoint: parties, Call-ID and way
        stack::ChallengeAnswer answer;           ///< what proves us
        CompletionOrder order;                   ///< what is asked for
        std::weak_ptr<CompletionCallee> callee;  ///< told what comes of it
    };
    /** Silent until `begin`. */
    explicit CompletionRequest(Beginning beginning);
    /** Subscribes. @threads any */
    void begin();
    void suspend() override;
    void resume() override;
    void cancel() override;

    /** Call-ID. */
    const std::string& call_id() const { return begun_.first.call_id; }
    /** Whether a NOTIFY belongs to its dialog. @threads any */
    bool owns(std::string_view call_id, std::string_view our_tag) const
    {
        return call_id == begun_.first.call_id && our_tag == begun_.first.from_tag;
    }
    /** A NOTIFY came in its dialog: it is answered. On the strand. */
    void on_notify(const stack::IncomingRequest& request);
    /** It is over, and the host is told. @threads any */
    void fail(std::string why);

private:
    /** Runs a step on the strand while the stack is there and it is not over. */
    void post(std::move_only_function<void(CompletionRequest&, stack::Core&)> step);
    /** Sends SUBSCRIBE. */
    void subscribe(stack::Core& core, std::chrono::seconds lifetime);
    /** What came of it. */
    void on_subscribed(const stack::Reply& reply);
    /** Wants something else to be published. */
    void publish(bool open);
    /** Sends PUBLISH with what is wanted, or only the etag again. */
    void send_publication(stack::Core& core);
    /** What came of it. */
    void on_published(const stack::Reply& reply);
    /** It is over. On the strand. */
    void end(const std::string& why);

    Beginning begun_;
    std::string target_;
    std::string their_tag_;
    std::string recall_uri_;
    unsigned answers_ = 0;
    std::chrono::seconds lifetime_;
    Clock::Instant ends_;
    stack::TimerId refresh_ = 0;
    stack::OutgoingRequest publication_;
    stack::ChallengeAnswer publication_answer_;
    std::chrono::seconds publication_lifetime_{3600};
    std::string etag_;
    std::optional<bool> wanted_;
    std::optional<bool> published_;
    unsigned publication_tries_ = 0;
    bool publishing_ = false;
    bool over_ = false;
};

}  // namespace sipcore::pubsub

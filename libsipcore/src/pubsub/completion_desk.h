// SPDX-License-Identifier: GPL-2.0-only
/** @file Call completion: the offers that stand, what callers publish, and our own requests. @rfc{6910} */
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pubsub/completion_offer.h"
#include "pubsub/completion_request.h"
#include "pubsub/publications.h"

namespace sipcore::pubsub {

/** All of it. Made and ended by the feature. */
class CompletionDesk final : public CallCompletion, public std::enable_shared_from_this<CompletionDesk> {
public:
    /** Over what subscriptions share. */
    explicit CompletionDesk(std::weak_ptr<Commons> commons) : commons_{std::move(commons)} {}
    /** Nothing is offered or asked for any more; what stands ends. @threads the loader's */
    void close();

    std::shared_ptr<CompletionOffer> offer(std::string_view contact, std::string owner,
                                           std::weak_ptr<CompletionCaller> caller) override;
    Result<std::shared_ptr<CompletionWatch>> watch(const CompletionOrder& order, std::weak_ptr<CompletionCallee> callee) override;

    /** The offer that a URI's user part names, to a caller; null without one. @threads any */
    std::shared_ptr<Offer> find(std::string_view user, std::string_view caller) const;
    /** The request of ours whose dialog that is; null without one. @threads any */
    std::shared_ptr<CompletionRequest> request_of(std::string_view call_id, std::string_view our_tag) const;
    /** An offer was withdrawn. @threads any */
    void forget(const Offer& offer);
    /** A request of ours is over. @threads any */
    void forget(const CompletionRequest& request);

    /** A PUBLISH came that may be one: it is done, and answered. @threads the strand of its Call-ID */
    void on_publish(const stack::IncomingRequest& request);

private:
    /** What is done with a PUBLISH. @return its new etag, empty for a removal, and its lifetime */
    Result<std::pair<std::string, std::chrono::seconds>> publish(const stack::IncomingRequest& request, const Lifetimes& bounds,
                                                                  Clock::Instant now);

    std::weak_ptr<Commons> commons_;
    Publications publications_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Offer>> offers_;   // by both user parts
    std::unordered_map<std::string, std::shared_ptr<CompletionRequest>> requests_;  // by Call-ID
    bool closed_ = false;
};

}  // namespace sipcore::pubsub

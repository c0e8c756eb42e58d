// SPDX-License-Identifier: GPL-2.0-only
/** @file Completion that is offered to one caller: his SUBSCRIBE waits for the host's word, then NOTIFYs tell him how far it
 *  is. @rfc{6910,6} */
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "pubsub/subscription.h"
#include "sipcore/call_completion.h"
#include "stack/kept_request.h"

namespace sipcore::pubsub {

class CompletionDesk;

/** One offer. Made by the desk for the host, which withdraws it; known to the desk until then. */
class Offer final : public CompletionOffer, public CompletionSource, public std::enable_shared_from_this<Offer> {
public:
    /** What it is made with. */
    struct Beginning {
        std::weak_ptr<CompletionDesk> desk;      ///< where it is known
        std::weak_ptr<Commons> commons;          ///< the stack, while it may be used
        std::string user;                        ///< user part of what is subscribed to
        std::string host;                        ///< our host as the caller knows it
        std::string recall_user;                 ///< user part of what is called
        std::string owner;                       ///< endpoint that may take it; empty: a guest
        std::weak_ptr<CompletionCaller> caller;  ///< told what he does
    };
    /** Known to nobody yet. */
    explicit Offer(Beginning beginning);

    const std::string& uri() const override { return uri_; }
    const std::string& recall_user() const override { return begun_.recall_user; }
    void accept() override;
    void refuse(Error error) override;
    void tell_ready() override;
    void withdraw() override;

    /** User part of its URI. */
    const std::string& user() const { return begun_.user; }
    /** Whose it is. */
    const std::string& owner() const { return begun_.owner; }
    /** Its caller asks for it: the host is asked. @return Error{500} when he has asked before. On the strand of `subscription` */
    Result<> ask(std::shared_ptr<Subscription> subscription, std::unique_ptr<stack::KeptRequest> request,
                 const SubscribeRequest& asked, std::chrono::seconds lifetime);
    /** Its caller wants it no more. @threads a strand */
    void cancel();
    /** Its caller told whether he can be called. @threads a strand */
    void publish(bool available);

    std::string body() const override;
    void on_over() override;

private:
    /** A SUBSCRIBE that waits for the host's word. */
    struct Open {
        std::unique_ptr<stack::KeptRequest> request;  ///< it
        SubscribeRequest asked;                       ///< the same as a value
        std::chrono::seconds lifetime{0};             ///< what would be granted
    };
    /** Takes what waits out, with its subscription. */
    std::pair<std::shared_ptr<Open>, std::shared_ptr<Subscription>> settle();

    Beginning begun_;
    std::string uri_;
    mutable std::mutex mutex_;
    std::shared_ptr<Open> open_;
    std::shared_ptr<Subscription> subscription_;
    bool ready_ = false;
    bool withdrawn_ = false;
};

}  // namespace sipcore::pubsub

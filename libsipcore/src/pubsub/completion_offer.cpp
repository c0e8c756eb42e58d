// SPDX-License-Identifier: GPL-2.0-only
/** @file An offer's life. Verbs come in any thread: what they send is posted to the strand of the subscription. */
#include "pubsub/completion_offer.h"

#include <format>
#include <utility>

#include "pubsub/accept.h"
#include "pubsub/completion_desk.h"
#include "pubsub/decide_completion.h"
#include "stack/respond.h"

namespace sipcore::pubsub {

Offer::Offer(Beginning beginning)
    : begun_{std::move(beginning)}, uri_{std::format("sip:{}@{}", begun_.user, begun_.host)}
{
}

std::pair<std::shared_ptr<Offer::Open>, std::shared_ptr<Subscription>> Offer::settle()
{
    std::lock_guard lock{mutex_};
    return {std::exchange(open_, nullptr), subscription_};
}

void Offer::accept()
{
    auto [open, subscription] = settle();
    if (!open || !subscription)
        return;
    auto& strand = subscription->begun().strand;
    strand.post([commons = begun_.commons, open, subscription] {
        auto shared = commons.lock();
        if (!shared)
            return;
        pubsub::accept(shared->core(), open->request->request(), *subscription, open->lifetime);
        subscription->grant(open->asked, open->lifetime);
    });
}

void Offer::refuse(Error error)
{
    auto [open, subscription] = settle();
    if (!open || !subscription)
        return;
    auto& strand = subscription->begun().strand;
    strand.post([commons = begun_.commons, open, subscription, error = std::move(error)] {
        if (auto shared = commons.lock())
            stack::respond(shared->core().pj_endpoint(), open->request->request().rdata, error.status, error.reason);
        subscription->drop();
    });
}

void Offer::tell_ready()
{
    std::shared_ptr<Subscription> subscription;
    {
        std::lock_guard lock{mutex_};
        ready_ = true;
        subscription = open_ ? nullptr : subscription_;
    }
    if (subscription)
        subscription->on_changed();
}

void Offer::withdraw()
{
    refuse({500, "Internal Server Error"});
    std::shared_ptr<Subscription> subscription;
    {
        std::lock_guard lock{mutex_};
        if (std::exchange(withdrawn_, true))
            return;
        subscription = subscription_;
    }
    if (auto desk = begun_.desk.lock())
        desk->forget(*this);
    if (subscription)
        subscription->terminate("noresource");
}

Result<> Offer::ask(std::shared_ptr<Subscription> subscription, std::unique_ptr<stack::KeptRequest> request,
                    const SubscribeRequest& asked, std::chrono::seconds lifetime)
{
    {
        std::lock_guard lock{mutex_};
        if (subscription_ || withdrawn_ || !request)
            return std::unexpected(Error{500, "Internal Error"});
        subscription_ = std::move(subscription);
        open_ = std::make_shared<Open>(std::move(request), asked, lifetime);
    }
    if (auto caller = begun_.caller.lock())
        caller->on_requested();
    else
        refuse({500, "Internal Server Error"});
    return {};
}

void Offer::cancel()
{
    if (auto caller = begun_.caller.lock())
        caller->on_cancelled();
}

void Offer::publish(bool available)
{
    {
        std::lock_guard lock{mutex_};
        if (!available)
            ready_ = false;  // the callee will be looked at again when the caller is back
    }
    if (auto caller = begun_.caller.lock())
        caller->on_availability(available);
}

std::string Offer::body() const
{
    std::lock_guard lock{mutex_};
    return completion_body({ready_, std::format("sip:{}@{}", begun_.recall_user, begun_.host)});
}

void Offer::on_over()
{
    bool withdrawn = false;
    {
        std::lock_guard lock{mutex_};
        subscription_.reset();
        open_.reset();
        withdrawn = withdrawn_;
    }
    if (!withdrawn)
        cancel();
}

}  // namespace sipcore::pubsub

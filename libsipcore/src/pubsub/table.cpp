// SPDX-License-Identifier: GPL-2.0-only
/** @file Finding subscriptions, and counting them. */
#include "pubsub/table.h"

#include <algorithm>
#include <format>

namespace sipcore::pubsub {

std::string SubscriptionTable::key(std::string_view call_id, std::string_view their_tag)
{
    return std::format("{}\n{}", call_id, their_tag);
}

const std::string& SubscriptionTable::owner(const Subscription& subscription)
{
    static const std::string guest;
    const auto& endpoint = subscription.begun().endpoint;
    return endpoint ? endpoint->name : guest;
}

bool SubscriptionTable::add(const std::shared_ptr<Subscription>& subscription)
{
    const auto& request = subscription->request();
    const auto& whose = owner(*subscription);
    std::lock_guard lock{mutex_};
    auto& count = owned_[whose];
    if (count >= (whose.empty() ? most_of_guests : most_of_one))
        return false;
    if (!by_dialog_.emplace(key(request.call_id, request.from_tag), subscription).second)
        return false;
    ++count;
    return true;
}

void SubscriptionTable::remove(const Subscription& subscription)
{
    const auto& request = subscription.request();
    std::shared_ptr<Subscription> dropped;  // destroyed after the lock is gone
    std::lock_guard lock{mutex_};
    auto at = by_dialog_.find(key(request.call_id, request.from_tag));
    if (at == by_dialog_.end() || at->second.get() != &subscription)
        return;
    dropped = std::move(at->second);
    by_dialog_.erase(at);
    auto count = owned_.find(owner(subscription));
    if (count != owned_.end() && --count->second == 0)
        owned_.erase(count);
}

std::shared_ptr<Subscription> SubscriptionTable::find(std::string_view call_id, std::string_view their_tag) const
{
    std::lock_guard lock{mutex_};
    auto at = by_dialog_.find(key(call_id, their_tag));
    return at == by_dialog_.end() ? nullptr : at->second;
}

std::shared_ptr<Subscription> SubscriptionTable::with_call_id(std::string_view call_id) const
{
    std::lock_guard lock{mutex_};
    auto at = std::ranges::find_if(by_dialog_, [&](const auto& each) { return each.second->request().call_id == call_id; });
    return at == by_dialog_.end() ? nullptr : at->second;
}

std::vector<std::shared_ptr<Subscription>> SubscriptionTable::all() const
{
    std::vector<std::shared_ptr<Subscription>> all;
    std::lock_guard lock{mutex_};
    for (const auto& [dialog, subscription] : by_dialog_)
        all.push_back(subscription);
    return all;
}

}  // namespace sipcore::pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file The subscriptions there are, by Call-ID and their tag, and how many there may be. */
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pubsub/subscription.h"

namespace sipcore::pubsub {

/** All subscriptions. */
class SubscriptionTable {
public:
    /** Subscriptions that strangers may have together. */
    static constexpr std::size_t most_of_guests = 1000;
    /** Subscriptions that one endpoint may have. */
    static constexpr std::size_t most_of_one = 1000;

    /** Adds one. @return false when whoever it belongs to has as many as may be @threads any */
    bool add(const std::shared_ptr<Subscription>& subscription);
    /** Takes one out. @threads any */
    void remove(const Subscription& subscription);
    /** The one of a dialog; null without one. @threads any */
    std::shared_ptr<Subscription> find(std::string_view call_id, std::string_view their_tag) const;
    /** The first one with a Call-ID; null without one. @threads any */
    std::shared_ptr<Subscription> with_call_id(std::string_view call_id) const;
    /** All of them. @threads any */
    std::vector<std::shared_ptr<Subscription>> all() const;

private:
    /** How they are found. */
    static std::string key(std::string_view call_id, std::string_view their_tag);
    /** Whose it is; empty: a guest's. */
    static const std::string& owner(const Subscription& subscription);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Subscription>> by_dialog_;
    std::unordered_map<std::string, std::size_t> owned_;
};

}  // namespace sipcore::pubsub

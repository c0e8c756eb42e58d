// SPDX-License-Identifier: GPL-2.0-only
/** @file The memory of transactions that are over. */
#include "stack/past_transactions.h"

#include <functional>
#include <string>

#include "sipcore/letter_case.h"

namespace sipcore::stack {

namespace {

/** A number for a key. Two keys with the same one, which nobody will see, would mean an answer to somebody's stray BYE. */
std::uint64_t number_of(std::string_view key)
{
    return std::hash<std::string>{}(lower(key));
}

}  // namespace

void PastTransactions::remember(std::string_view key, int status, std::chrono::milliseconds lifetime)
{
    auto number = number_of(key);
    std::lock_guard lock{mutex_};
    forget_old();
    if (order_.size() >= most) {
        statuses_.erase(order_.front().which);
        order_.pop_front();
    }
    order_.push_back({clock_.now() + lifetime, number});
    statuses_.insert_or_assign(number, static_cast<std::int16_t>(status));
}

std::optional<int> PastTransactions::find(std::string_view key)
{
    auto number = number_of(key);
    std::lock_guard lock{mutex_};
    forget_old();
    auto at = statuses_.find(number);
    return at == statuses_.end() ? std::nullopt : std::optional<int>{at->second};
}

void PastTransactions::forget_old()
{
    for (auto now = clock_.now(); !order_.empty() && order_.front().when <= now; order_.pop_front())
        statuses_.erase(order_.front().which);
}

}  // namespace sipcore::stack

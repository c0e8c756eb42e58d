// SPDX-License-Identifier: GPL-2.0-only
/** @file The heap of moments. */
#include "endpoint/agenda.h"

namespace sipcore::endpoint {

void Agenda::set(std::uint32_t who, Duty duty, Clock::Instant when)
{
    auto k = key(who, duty);
    heap_.push({when, k, ++versions_[k]});
}

void Agenda::forget(std::uint32_t who, Duty duty)
{
    if (auto at = versions_.find(key(who, duty)); at != versions_.end())
        ++at->second;
}

std::optional<Due> Agenda::take(Clock::Instant now)
{
    while (!heap_.empty() && heap_.top().when <= now) {
        auto item = heap_.top();
        heap_.pop();
        if (versions_[item.key] == item.version)
            return Due{static_cast<std::uint32_t>(item.key >> 3), static_cast<Duty>(item.key & 7)};
    }
    return std::nullopt;
}

std::optional<Clock::Instant> Agenda::next() const
{
    return heap_.empty() ? std::nullopt : std::optional{heap_.top().when};
}

}  // namespace sipcore::endpoint

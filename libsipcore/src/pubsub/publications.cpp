// SPDX-License-Identifier: GPL-2.0-only
/** @file Etags and when they end. */
#include "pubsub/publications.h"

namespace sipcore::pubsub {

std::optional<std::string> Publications::add(Clock::Instant until, Clock::Instant now)
{
    std::lock_guard lock{mutex_};
    std::erase_if(ends_, [&](const auto& each) { return each.second <= now; });
    if (ends_.size() >= most)
        return std::nullopt;
    auto etag = std::to_string(++last_);
    ends_.emplace(etag, until);
    return etag;
}

bool Publications::remove(std::string_view etag, Clock::Instant now)
{
    std::lock_guard lock{mutex_};
    auto at = ends_.find(std::string{etag});
    if (at == ends_.end())
        return false;
    bool stood = at->second > now;
    ends_.erase(at);
    return stood;
}

bool Publications::has(std::string_view etag, Clock::Instant now) const
{
    std::lock_guard lock{mutex_};
    auto at = ends_.find(std::string{etag});
    return at != ends_.end() && at->second > now;
}

}  // namespace sipcore::pubsub

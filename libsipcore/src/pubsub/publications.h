// SPDX-License-Identifier: GPL-2.0-only
/** @file Publications that stand: each is known by an etag, which is a new one whenever it is touched. @rfc{3903,6} */
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sipcore/clock.h"

namespace sipcore::pubsub {

/** All of them. */
class Publications {
public:
    /** Publications that may stand. */
    static constexpr std::size_t most = 1000;

    /** A new one. @param until when it ends @return its etag; nothing when there are as many as may be @threads any */
    std::optional<std::string> add(Clock::Instant until, Clock::Instant now);
    /** Takes one out. @return whether it stood @threads any */
    bool remove(std::string_view etag, Clock::Instant now);
    /** Whether one stands. @threads any */
    bool has(std::string_view etag, Clock::Instant now) const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Clock::Instant> ends_;
    unsigned last_ = 0;
};

}  // namespace sipcore::pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file Server transactions that were let go before their time: what their repetitions are answered. Knows no PJSIP. */
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "sipcore/clock.h"

namespace sipcore::stack {

/**
 * A call that has ended owes its peer no more than an answer to repeated requests, for 64 times T1. A transaction and the dialog
 * that it keeps alive are far too much for that; here it is a few octets. @rfc{3261,17.2.2} @rfc{6026,7.1}
 */
class PastTransactions {
public:
    /** Most that are remembered at once; then the oldest one is forgotten. */
    static constexpr std::size_t most = 65536;

    /** Nothing is remembered yet. `clock` outlives it. */
    explicit PastTransactions(const Clock& clock) : clock_{clock} {}
    /**
     * Remembers a transaction.
     * @param key       what tells it from others, whatever the case of its letters
     * @param status    what its repetitions are answered; 0: nothing
     * @param lifetime  how long a repetition may still come
     * @threads any
     */
    void remember(std::string_view key, int status, std::chrono::milliseconds lifetime);
    /** What the repetition of a request is answered, 0 for nothing; no value when it is none. @threads any */
    std::optional<int> find(std::string_view key);

private:
    /** Forgets those whose time is over; the lock is held. */
    void forget_old();

    /** When one is forgotten. */
    struct Due {
        Clock::Instant when;  ///< then
        std::uint64_t which;  ///< this one
    };
    const Clock& clock_;
    std::mutex mutex_;
    std::deque<Due> order_;
    std::unordered_map<std::uint64_t, std::int16_t> statuses_;
};

}  // namespace sipcore::stack

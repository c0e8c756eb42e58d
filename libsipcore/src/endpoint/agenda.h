// SPDX-License-Identifier: GPL-2.0-only
/** @file What is to be done when: moments in a heap, so that thousands of contacts cost one timer. An entry that was
 *  overtaken by a later one of the same key and kind is passed over when its moment comes. Pure but for its own memory. */
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "sipcore/clock.h"

namespace sipcore::endpoint {

/** What is to be done for an endpoint. */
enum class Duty : std::uint8_t {
    expire,    ///< its binding ends
    qualify,   ///< it is to be asked whether it answers
    remind,    ///< it did not answer yet: ask again
    give_up,   ///< it did not answer at all
    locate,    ///< its address is to be looked for again
    keep,      ///< what lies between it and us is to be kept open
};

/** What is due. */
struct Due {
    std::uint32_t who;  ///< the number of the endpoint
    Duty duty;          ///< what
};

/** Moments of endpoints. Not safe for several threads: its owner locks. */
class Agenda {
public:
    /** Puts a duty down; one of the same kind for the same endpoint is forgotten. */
    void set(std::uint32_t who, Duty duty, Clock::Instant when);
    /** Forgets a duty. */
    void forget(std::uint32_t who, Duty duty);
    /** Takes one duty that is due. */
    std::optional<Due> take(Clock::Instant now);
    /** The earliest moment, nothing when there is none. It may be one that was forgotten. */
    std::optional<Clock::Instant> next() const;

private:
    /** One moment in the heap. */
    struct Item {
        Clock::Instant when;    ///< the moment
        std::uint64_t key;      ///< whose, and what
        std::uint32_t version;  ///< counts only while it is the newest
        /** The later one is the greater one. */
        bool operator>(const Item& other) const { return when > other.when; }
    };
    /** One number for endpoint and duty. */
    static std::uint64_t key(std::uint32_t who, Duty duty) { return std::uint64_t{who} << 3 | static_cast<unsigned>(duty); }

    std::priority_queue<Item, std::vector<Item>, std::greater<>> heap_;
    std::unordered_map<std::uint64_t, std::uint32_t> versions_;
};

}  // namespace sipcore::endpoint

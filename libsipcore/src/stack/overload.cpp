// SPDX-License-Identifier: GPL-2.0-only
/** @file The gate carried out. */
#include "stack/overload.h"

#include <optional>
#include <utility>

namespace sipcore::stack {

namespace {

/** A moment as a number that is never 0. */
std::int64_t number_of(Clock::Instant moment)
{
    return moment.time_since_epoch().count() | 1;
}

/** The time between two such numbers. */
std::chrono::nanoseconds between(std::int64_t from, std::int64_t to)
{
    return Clock::Instant::duration{to - from};
}

}  // namespace

void Backlog::note(Clock::Instant now, std::chrono::nanoseconds waited)
{
    if (waited < patience) {
        if (long_since_.load(std::memory_order_relaxed) != 0)
            long_since_.store(0, std::memory_order_relaxed);
        return;
    }
    auto moment = number_of(now);
    auto since = long_since_.load(std::memory_order_relaxed);
    bool apart = between(last_.load(std::memory_order_relaxed), moment) > memory;
    last_.store(moment, std::memory_order_relaxed);
    if (since == 0 || apart)
        long_since_.store(moment, std::memory_order_relaxed);
}

bool Backlog::stands(Clock::Instant now) const
{
    auto since = long_since_.load(std::memory_order_relaxed);
    auto moment = number_of(now);
    return since != 0 && between(since, moment) >= endurance && between(last_.load(std::memory_order_relaxed), moment) <= memory;
}

void OverloadGate::note_datagram(std::chrono::nanoseconds waited)
{
    datagrams_.note(clock_.now(), waited);
}

void OverloadGate::await_host(std::move_only_function<bool()> taken_up)
{
    auto now = clock_.now();
    std::lock_guard lock{mutex_};
    waiting_.push_back({now, std::move(taken_up)});
}

void OverloadGate::forget_host()
{
    std::deque<Waiting> gone;
    std::lock_guard lock{mutex_};
    std::swap(gone, waiting_);
}

std::size_t OverloadGate::look_at_host(Clock::Instant now)
{
    while (true) {
        std::optional<Waiting> oldest;
        {
            std::lock_guard lock{mutex_};
            if (waiting_.empty())
                return 0;
            oldest = std::move(waiting_.front());
            waiting_.pop_front();
        }
        // Asked with no lock held: the answer may be the end of what it asks about.
        if (oldest->taken_up()) {
            host_.note(now, {});
            continue;
        }
        host_.note(now, now - oldest->since);
        std::lock_guard lock{mutex_};
        waiting_.push_front(std::move(*oldest));
        return waiting_.size();
    }
}

bool OverloadGate::may_begin(std::chrono::nanoseconds strand_wait)
{
    auto now = clock_.now();
    strands_.note(now, strand_wait);
    return look_at_host(now) < most_waiting && !datagrams_.stands(now) && !strands_.stands(now) && !host_.stands(now);
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Timers of strands: a task that is posted to a strand when its moment comes. All of them together cost one timer of
 *  PJSIP's, so that thousands of registrations and subscriptions are cheap. */
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>

#include "pj/pjsip.h"
#include "sipcore/clock.h"
#include "stack/strand.h"

namespace sipcore::stack {

/** Names a timer that was set; 0 names none. */
using TimerId = std::uint64_t;

/** The timers of a stack. */
class Timers {
public:
    /** Both outlive it. */
    Timers(pjsip_endpoint* endpoint, const Clock& clock);
    Timers(const Timers&) = delete;             ///< PJSIP holds its address
    Timers& operator=(const Timers&) = delete;  ///< PJSIP holds its address
    ~Timers();

    /**
     * Sets a timer.
     * @param strand  where its task runs
     * @param delay   from now; a negative one counts as none
     * @param task    what is posted; dropped unrun when the stack ends first
     * @return its name
     * @threads a worker (another thread's timer is seen when a worker next looks)
     */
    TimerId after(Strand& strand, std::chrono::milliseconds delay, Task task);
    /** Takes a timer back; one whose task was posted already runs nevertheless. 0 or an old name: nothing. @threads any */
    void cancel(TimerId id);
    /** From here on nothing is posted any more. @threads the loader's */
    void stop();

private:
    /** When, and the order in which they were set. */
    using Key = std::pair<Clock::Instant, TimerId>;
    /** What is to be done. */
    struct Item {
        Strand* strand;  ///< where
        Task task;       ///< what
    };
    /** Posts what is due. */
    void attend();
    /** Sets PJSIP's timer to the earliest moment; the lock is held. */
    void arm();

    pjsip_endpoint* endpoint_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<Key, Item> items_;
    std::unordered_map<TimerId, Clock::Instant> moments_;
    TimerId last_ = 0;
    pj_timer_entry entry_{};
    bool armed_ = false;
    bool stopped_ = false;
    Clock::Instant armed_for_;
};

}  // namespace sipcore::stack

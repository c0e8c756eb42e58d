// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether new calls may begin: work that waits too long, wherever it waits, turns them away before anything is kept
 *  of them, so that what has begun is done in time. Knows no PJSIP. */
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

#include "sipcore/clock.h"

namespace sipcore::stack {

/**
 * How long things wait in one place. Waits count when they have been long for a while without a short one between them: a
 * hiccup of the machine is no overload.
 */
class Backlog {
public:
    /** A wait that is longer than this is long. */
    static constexpr std::chrono::milliseconds patience{200};
    /** Waits that are long for this time are too long. */
    static constexpr std::chrono::milliseconds endurance{100};
    /** Waits that are further apart have nothing to do with each other. */
    static constexpr std::chrono::milliseconds memory{1000};

    /** Something had waited so long at a moment. @threads any */
    void note(Clock::Instant now, std::chrono::nanoseconds waited);
    /** Whether what comes now would wait too long. @threads any */
    bool stands(Clock::Instant now) const;

private:
    std::atomic<std::int64_t> long_since_{0};  // 0: the last wait was short
    std::atomic<std::int64_t> last_{0};
};

/**
 * The gate that new calls pass. It looks at three queues: datagrams in the sockets, strands that want a worker, and calls that
 * were let in and that the host has not taken up, since the threads of their channels do not come to run.
 */
class OverloadGate {
public:
    /** Calls that may wait for the host at once, however short the wait. */
    static constexpr std::size_t most_waiting = 128;

    /** `clock` outlives it. */
    explicit OverloadGate(const Clock& clock) : clock_{clock} {}
    /** A datagram waited in its socket for so long. @threads any */
    void note_datagram(std::chrono::nanoseconds waited);
    /**
     * A call was let in, and waits for the host from now on.
     * @param taken_up  tells, in any thread and without waiting, whether the host works on it by now; asked until it does
     * @threads any
     */
    void await_host(std::move_only_function<bool()> taken_up);
    /** Asks for no call any more that waits for the host. @threads any; nobody may be in `may_begin` */
    void forget_host();
    /**
     * Whether a new call may begin.
     * @param strand_wait  how long the strand waits that waits longest
     * @threads any
     */
    bool may_begin(std::chrono::nanoseconds strand_wait);

private:
    /** A call that waits for the host. */
    struct Waiting {
        Clock::Instant since;                      ///< when it was let in
        std::move_only_function<bool()> taken_up;  ///< whether it waits no more
    };
    /** Takes out those that wait no more, the oldest first, and notes how it stands with the first that does. @return how many
     *  are left */
    std::size_t look_at_host(Clock::Instant now);

    const Clock& clock_;
    Backlog datagrams_;
    Backlog strands_;
    Backlog host_;
    std::mutex mutex_;
    std::deque<Waiting> waiting_;
};

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Strands: queues whose tasks run one after the other, many queues at once, on a few workers. A dialog's work
 *  happens on the strand that its Call-ID picks, so that its code needs no locks. Who holds a channel's lock may post to
 *  a strand and never waits for one; a strand may take a channel's lock. */
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "sipcore/log.h"

namespace sipcore::stack {

/** What a strand runs; must not throw. */
using Task = std::move_only_function<void()>;

class Strand;

/** How soon something is wanted. */
enum class Urgency : std::uint8_t {
    soon,   ///< somebody waits for it: an answer to a request, a step of a call
    later,  ///< gives way to that: news for watchers, of which there may be thousands at once
};

/** Runs strands that have something to do: implemented by the workers, by hand in tests. */
class Scheduler {
public:
    virtual ~Scheduler() = default;
    /** The strand has something to do of that urgency: some worker must call `Strand::run` with it. @threads any; must not block */
    virtual void schedule(Strand& strand, Urgency urgency) = 0;
};

/** One queue. At most one thread at a time is its runner. Lives as long as the stack. */
class Strand {
public:
    /** Asks `scheduler` for a worker when it gets busy. */
    explicit Strand(Scheduler& scheduler) : scheduler_{scheduler} {}
    Strand(const Strand&) = delete;             ///< others hold references to it
    Strand& operator=(const Strand&) = delete;  ///< others hold references to it

    /**
     * Appends a task.
     * @param call  the call that its log lines belong to, 0 for none
     * @param task  what is to be done
     * @threads any, under any lock
     */
    void post(log::CallId call, Task task);
    /** Appends a task that belongs to the call of the running thread. @threads any, under any lock */
    void post(Task task) { post(log::current_call(), std::move(task)); }

    /** Appends a task that gives way to what was and will be posted otherwise. @threads any, under any lock */
    void post_later(Task task);

    /**
     * Makes the calling thread the runner of an idle strand, so that it may work on the strand's things in place.
     * @return false when another thread is its runner or tasks wait that do not give way: post then
     * @threads a worker; `leave` must follow on the same thread
     */
    bool try_enter();
    /** Runs what was posted meanwhile, then gives the strand back. @threads the runner */
    void leave();
    /** Runs what waits, and a few of those that give way when it is about them, then gives the strand back: what a worker does after
     *  `schedule`. @threads a worker */
    void run(Urgency urgency);
    /** Whether the calling thread is its runner. @threads any */
    bool is_current() const;
    /** How many tasks wait now. @threads any */
    std::size_t waiting() const;

    /**
     * Runs something on the strand and waits for it. For threads that hold nothing: CLI, AMI, the loader. On the strand
     * itself it runs at once.
     * @threads any that holds no lock; never another strand
     */
    void run_and_wait(Task task);

private:
    /** One task. */
    struct Item {
        log::CallId call;  ///< whose log lines it writes
        Task task;         ///< what is to be done
    };
    /** Runs tasks until none waits, and as many as `most` of those that give way; then the strand is idle again. */
    void drain(unsigned most);
    /** Takes what is to be run next, one of those that give way when nothing else waits; nothing: the strand was given back. */
    std::vector<Item> next(unsigned& most);

    Scheduler& scheduler_;
    mutable std::mutex mutex_;
    std::vector<Item> tasks_;
    std::list<Item> later_;         // what gives way; costs nothing while it is empty, as it is in most strands
    bool running_ = false;          // some thread is its runner
    bool asked_ = false;            // the scheduler knows of tasks
    bool asked_later_ = false;      // the scheduler knows of those that give way
};

/** A fixed number of strands, picked by Call-ID: two calls may share one, one call never has two. */
class Strands {
public:
    /** `count` strands, at least 1. */
    Strands(Scheduler& scheduler, std::size_t count);
    /** The strand of a Call-ID. @threads any */
    Strand& of(std::string_view call_id);
    /** Every strand, for who must wait until all have run. */
    template <class F>
    void for_each(F&& f)
    {
        for (auto& strand : strands_)
            f(*strand);
    }
    /** Posts a last task to each strand and waits until all ran: afterwards nothing posted before is left. @threads any
     *  that holds no lock and is no runner */
    void wait_for_all();

private:
    std::vector<std::unique_ptr<Strand>> strands_;
};

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Workers: a few threads that share all the work there is. Each of them waits in one epoll for what sockets bring, a strand
 *  that got busy, or PJSIP's next timer, and sleeps when there is none of these. */
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/clock.h"
#include "sipcore/result.h"
#include "sipcore/threads.h"
#include "stack/strand.h"
#include "transport/intake.h"
#include "transport/pollable.h"

namespace sipcore::stack {

/** The threads, and what they wait for. */
class Workers final : public Scheduler, public transport::Poller, public transport::Processor {
public:
    /** Opens what they wait in. `endpoint` and `clock` outlive it. */
    Workers(pjsip_endpoint* endpoint, const Clock& clock);
    Workers(const Workers&) = delete;             ///< threads hold its address
    Workers& operator=(const Workers&) = delete;  ///< threads hold its address
    /** `stop` must have been called when `start` was. */
    ~Workers() override;

    /** Starts `count` threads. @return Failure when not even one could be started @threads the loader's */
    Outcome<> start(Threads& threads, unsigned count);
    /** Ends the threads; what waits on strands is not run any more. @threads the loader's */
    void stop();

    void add(std::shared_ptr<transport::Pollable> pollable) override;
    void remove(const transport::Pollable& pollable) override;
    void watch(const transport::Pollable& pollable, bool writable) override;
    void after_work() override { arm_timer(); }

    void process(pjsip_rx_data& rdata) override;
    transport::Doorkeeper* doorkeeper() override { return doorkeeper_; }
    /** Who looks at messages before they are parsed; it outlives the threads, or is taken back before it goes. @threads the
     *  loader's, while no worker runs */
    void set_doorkeeper(transport::Doorkeeper* doorkeeper) { doorkeeper_ = doorkeeper; }

    void schedule(Strand& strand, Urgency urgency) override;
    /** How long the strand that waits longest has been waiting. @threads any */
    std::chrono::nanoseconds oldest_wait() const;
    /** Runs PJSIP's timers that are due, and sets the timer to the next one when that is before the one it is set to.
     *  @threads any that is registered and runs no strand */
    void arm_timer();

private:
    /** A strand that wants a worker. */
    struct Ready {
        Strand* strand;        ///< which
        Clock::Instant since;  ///< since when
    };
    /** What one thread does until it is told to stop. */
    void work();
    /** Something with a descriptor, as long as it is waited for. */
    struct Slot {
        std::shared_ptr<transport::Pollable> pollable;  ///< what it is
        std::uint32_t generation;                       ///< tells it from others that had the same descriptor
    };
    /** Lets something do what there is to be done, a few pieces at most. */
    void serve(std::uint64_t which, std::uint32_t events, transport::Receiver& receiver);
    /** Has a worker woken for what may still be there, of which none was told. */
    void look_again(std::uint64_t which);
    /** Runs one strand. */
    void serve_strand();
    /** Puts an entry into PJSIP's heap that is always there. */
    void set_anchor();
    /** Notes that the timer has run out. */
    void serve_timer();

    pjsip_endpoint* endpoint_;
    const Clock& clock_;
    transport::Doorkeeper* doorkeeper_ = nullptr;
    int epoll_ = -1;
    int ready_event_ = -1;
    int stop_event_ = -1;
    int timer_ = -1;
    std::mutex timer_mutex_;
    std::atomic<std::int64_t> armed_{0};
    pj_timer_entry anchor_{};
    std::vector<std::unique_ptr<Thread>> threads_;
    mutable std::mutex ready_mutex_;
    std::deque<Ready> ready_;
    std::deque<Strand*> later_;     // strands with tasks that give way
    unsigned turns_ = 0;
    mutable std::mutex slots_mutex_;
    std::unordered_map<int, Slot> slots_;
    std::uint32_t generation_ = 0;
};

}  // namespace sipcore::stack

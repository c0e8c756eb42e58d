// SPDX-License-Identifier: GPL-2.0-only
/** @file The workers' loop. */
#include "stack/workers.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <format>
#include <limits>

#include "pj/guarded.h"
#include "pj/runtime.h"
#include "stack/reception.h"

namespace sipcore::stack {

namespace {

/** Pieces of work that a worker does for one socket before it looks at what else there is. */
constexpr int batch = 16;
/** One in so many strands that are served is one of those that give way, however many do not. */
constexpr unsigned turns_between = 8;
/** The timer is not set. */
constexpr std::int64_t unarmed = 0;

/**
 * How a descriptor wakes workers: one for each thing that comes, once. As long as something is there, the system would otherwise
 * wake one worker after the other, to find that the first has taken it.
 */
constexpr std::uint32_t one_for_each = EPOLLIN | EPOLLET;

/** Lets a descriptor of the workers' own wake them. */
void wake_by(int epoll, int descriptor, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = static_cast<std::uint32_t>(descriptor);
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

/** One number for a descriptor and its generation, which is never 0. */
std::uint64_t key_of(int descriptor, std::uint32_t generation)
{
    return std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(descriptor);
}

/** Takes one from an event counter. @return whether there was one */
bool take(int descriptor)
{
    std::uint64_t count = 0;
    return ::read(descriptor, &count, sizeof count) == sizeof count;
}

/** Adds one to an event counter. */
void give(int descriptor, std::uint64_t count = 1)
{
    (void)!::write(descriptor, &count, sizeof count);
}

/** A PJSIP time in milliseconds. */
std::int64_t milliseconds(const pj_time_val& time)
{
    return static_cast<std::int64_t>(time.sec) * 1000 + time.msec;
}

}  // namespace

Workers::Workers(pjsip_endpoint* endpoint, const Clock& clock) : endpoint_{endpoint}, clock_{clock}
{
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    ready_event_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);  // a bell: it is rung, and its count is never read
    stop_event_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    wake_by(epoll_, ready_event_, one_for_each);
    wake_by(epoll_, timer_, one_for_each);
    wake_by(epoll_, stop_event_, EPOLLIN);  // every worker is to see it
    set_anchor();
}

Workers::~Workers()
{
    pjsip_endpt_cancel_timer(endpoint_, &anchor_);
    for (int descriptor : {epoll_, ready_event_, stop_event_, timer_})
        ::close(descriptor);
}

void Workers::set_anchor()
{
    // PJSIP's heap is never empty, so that asking for its earliest entry is always allowed.
    pj_timer_entry_init(&anchor_, 0, this, [](pj_timer_heap_t*, pj_timer_entry* entry) {
        static_cast<Workers*>(entry->user_data)->set_anchor();
    });
    pj_time_val day{24 * 60 * 60, 0};
    pjsip_endpt_schedule_timer(endpoint_, &anchor_, &day);
}

Outcome<> Workers::start(Threads& threads, unsigned count)
{
    for (unsigned i = 0; i < count; ++i) {
        auto thread = threads.start(std::format("sip-{}", i), [this] { work(); });
        if (!thread)
            break;
        threads_.push_back(std::move(thread));
    }
    if (threads_.empty())
        return std::unexpected(Failure{"no worker thread could be started"});
    return {};
}

void Workers::stop()
{
    give(stop_event_);
    for (auto& thread : threads_)
        thread->join();
    threads_.clear();
}

void Workers::add(std::shared_ptr<transport::Pollable> pollable)
{
    int descriptor = pollable->descriptor();
    std::lock_guard lock{slots_mutex_};
    auto generation = ++generation_ ? generation_ : ++generation_;
    epoll_event event{};
    event.events = pollable->once() ? static_cast<std::uint32_t>(EPOLLONESHOT) : one_for_each;
    event.data.u64 = key_of(descriptor, generation);
    slots_.insert_or_assign(descriptor, Slot{std::move(pollable), generation});
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
}

void Workers::remove(const transport::Pollable& pollable)
{
    std::shared_ptr<transport::Pollable> gone;  // ends after the lock
    std::lock_guard lock{slots_mutex_};
    auto at = slots_.find(pollable.descriptor());
    if (at == slots_.end() || at->second.pollable.get() != &pollable)
        return;
    epoll_ctl(epoll_, EPOLL_CTL_DEL, at->first, nullptr);
    gone = std::move(at->second.pollable);
    slots_.erase(at);
}

void Workers::watch(const transport::Pollable& pollable, bool writable)
{
    std::lock_guard lock{slots_mutex_};
    auto at = slots_.find(pollable.descriptor());
    if (at == slots_.end() || at->second.pollable.get() != &pollable)
        return;
    epoll_event event{};
    event.events = EPOLLONESHOT | EPOLLIN | (writable ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
    event.data.u64 = key_of(at->first, at->second.generation);
    epoll_ctl(epoll_, EPOLL_CTL_MOD, at->first, &event);
}

void Workers::process(pjsip_rx_data& rdata)
{
    Reception reception;
    pjsip_endpt_process_rx_data(endpoint_, &rdata, nullptr, nullptr);
}

void Workers::schedule(Strand& strand, Urgency urgency)
{
    {
        std::lock_guard lock{ready_mutex_};
        if (urgency == Urgency::soon)
            ready_.push_back({&strand, clock_.now()});
        else
            later_.push_back(&strand);
    }
    give(ready_event_);
}

std::chrono::nanoseconds Workers::oldest_wait() const
{
    std::lock_guard lock{ready_mutex_};
    return ready_.empty() ? std::chrono::nanoseconds{0} : clock_.now() - ready_.front().since;
}

void Workers::work()
{
    pj::register_thread();
    transport::Receiver receiver{endpoint_, *this};
    std::array<epoll_event, 4> events;
    while (true) {
        int count = epoll_wait(epoll_, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            const auto& event = events[static_cast<std::size_t>(i)];
            auto which = event.data.u64;
            if (which == key_of(stop_event_, 0))
                return;
            if (which == key_of(ready_event_, 0))
                serve_strand();
            else if (which == key_of(timer_, 0))
                serve_timer();
            else
                serve(which, event.events, receiver);
            arm_timer();
        }
    }
}

void Workers::serve(std::uint64_t which, std::uint32_t events, transport::Receiver& receiver)
{
    std::shared_ptr<transport::Pollable> pollable;
    {
        std::lock_guard lock{slots_mutex_};
        auto at = slots_.find(static_cast<int>(which & 0xffffffff));
        if (at != slots_.end() && at->second.generation == which >> 32)
            pollable = at->second.pollable;
    }
    bool ended = (events & (EPOLLHUP | EPOLLERR)) != 0;
    bool readable = ended || (events & EPOLLIN) != 0;
    bool writable = ended || (events & EPOLLOUT) != 0;
    for (int i = 0; pollable && i < batch; ++i) {
        // Whatever was thrown, there may be more.
        if (!pj::guarded("receive", true, [&] { return pollable->serve(readable, writable, receiver); }))
            return;
    }
    if (pollable && !pollable->once())
        look_again(which);
}

void Workers::look_again(std::uint64_t which)
{
    std::lock_guard lock{slots_mutex_};
    auto at = slots_.find(static_cast<int>(which & 0xffffffff));
    if (at == slots_.end() || at->second.generation != which >> 32)
        return;
    epoll_event event{};
    event.events = one_for_each;
    event.data.u64 = which;
    epoll_ctl(epoll_, EPOLL_CTL_MOD, at->first, &event);
}

void Workers::serve_strand()
{
    Strand* strand = nullptr;
    bool more = false;
    auto urgency = Urgency::soon;
    {
        std::lock_guard lock{ready_mutex_};
        if (ready_.empty() && later_.empty())
            return;
        if (ready_.empty() || (++turns_ % turns_between == 0 && !later_.empty())) {
            urgency = Urgency::later;
            strand = later_.front();
            later_.pop_front();
        } else {
            strand = ready_.front().strand;
            ready_.pop_front();
        }
        more = !ready_.empty() || !later_.empty();
    }
    if (more)
        give(ready_event_);  // two that came together may have woken one worker only
    strand->run(urgency);
}

void Workers::serve_timer()
{
    if (!take(timer_))
        return;
    {
        std::lock_guard lock{timer_mutex_};
        armed_.store(unarmed, std::memory_order_release);
    }
}

void Workers::arm_timer()
{
    // Asking for the earliest moment alone would read PJSIP's heap without its lock; polling tells it under the lock.
    pj_time_val delay{};
    pj_timer_heap_poll(pjsip_endpt_get_timer_heap(endpoint_), &delay);
    pj_time_val now{};
    pj_gettickcount(&now);
    auto wait = std::max<std::int64_t>(milliseconds(delay), 0) + 1;
    auto wanted = milliseconds(now) + wait;
    auto armed = armed_.load(std::memory_order_acquire);
    if (armed != unarmed && armed <= wanted)
        return;
    std::lock_guard lock{timer_mutex_};
    armed = armed_.load(std::memory_order_acquire);
    if (armed != unarmed && armed <= wanted)
        return;
    armed_.store(wanted, std::memory_order_release);
    itimerspec when{};
    when.it_value.tv_sec = wait / 1000;
    when.it_value.tv_nsec = (wait % 1000) * 1000000;
    timerfd_settime(timer_, 0, &when, nullptr);
}

}  // namespace sipcore::stack

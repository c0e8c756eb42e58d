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

/** Datagrams that a worker takes from one socket before it looks at what else there is. */
constexpr int batch = 16;
/** The timer is not set. */
constexpr std::int64_t unarmed = 0;

/** Lets each thing that comes to a descriptor wake one worker, once: as long as something is there, the system would wake one
 *  worker after the other, to find that the first has taken it. */
void watch(int epoll, int descriptor, int how = EPOLL_CTL_ADD)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.fd = descriptor;
    epoll_ctl(epoll, how, descriptor, &event);
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
    watch(epoll_, ready_event_);
    watch(epoll_, timer_);
    epoll_event event{};
    event.events = EPOLLIN;  // every worker is to see it
    event.data.fd = stop_event_;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_event_, &event);
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

void Workers::add(std::shared_ptr<transport::UdpSocket> socket)
{
    int descriptor = socket->descriptor();
    {
        std::lock_guard lock{sockets_mutex_};
        sockets_.insert_or_assign(descriptor, std::move(socket));
    }
    watch(epoll_, descriptor);
}

void Workers::remove(const std::shared_ptr<transport::UdpSocket>& socket)
{
    epoll_ctl(epoll_, EPOLL_CTL_DEL, socket->descriptor(), nullptr);
    std::lock_guard lock{sockets_mutex_};
    sockets_.erase(socket->descriptor());
}

void Workers::schedule(Strand& strand)
{
    {
        std::lock_guard lock{ready_mutex_};
        ready_.push_back({&strand, clock_.now()});
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
    transport::Receiver receiver{endpoint_};
    std::array<epoll_event, 4> events;
    while (true) {
        int count = epoll_wait(epoll_, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == stop_event_)
                return;
            if (descriptor == ready_event_)
                serve_strand();
            else if (descriptor == timer_)
                serve_timer();
            else
                serve_socket(descriptor, receiver);
            arm_timer();
        }
    }
}

void Workers::serve_socket(int descriptor, transport::Receiver& receiver)
{
    std::shared_ptr<transport::UdpSocket> socket;
    {
        std::lock_guard lock{sockets_mutex_};
        if (auto at = sockets_.find(descriptor); at != sockets_.end())
            socket = at->second;
    }
    for (int i = 0; socket && i < batch; ++i) {
        Reception reception;
        if (!pj::guarded("receive", false, [&] { return socket->receive(receiver); }))
            return;
    }
    if (socket)
        watch(epoll_, descriptor, EPOLL_CTL_MOD);   // there may be more, of which nobody was told yet
}

void Workers::serve_strand()
{
    Strand* strand = nullptr;
    bool more = false;
    {
        std::lock_guard lock{ready_mutex_};
        if (ready_.empty())
            return;
        strand = ready_.front().strand;
        ready_.pop_front();
        more = !ready_.empty();
    }
    if (more)
        give(ready_event_);     // two that came together may have woken one worker only
    strand->run();
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

// SPDX-License-Identifier: GPL-2.0-only
/** @file Moments in order, and one timer of PJSIP's for the earliest of them. */
#include "stack/timers.h"

#include <algorithm>
#include <utility>

#include "pj/guarded.h"

namespace sipcore::stack {

Timers::Timers(pjsip_endpoint* endpoint, const Clock& clock) : endpoint_{endpoint}, clock_{clock}
{
    pj_timer_entry_init(&entry_, 0, this, [](pj_timer_heap_t*, pj_timer_entry* entry) {
        pj::guarded("timer", [&] { static_cast<Timers*>(entry->user_data)->attend(); });
    });
}

Timers::~Timers()
{
    stop();
}

TimerId Timers::after(Strand& strand, std::chrono::milliseconds delay, Task task)
{
    std::lock_guard lock{mutex_};
    if (stopped_)
        return 0;
    auto when = clock_.now() + std::max(delay, std::chrono::milliseconds{0});
    auto id = ++last_;
    items_.emplace(Key{when, id}, Item{&strand, std::move(task)});
    moments_.emplace(id, when);
    arm();
    return id;
}

void Timers::cancel(TimerId id)
{
    Task dropped;  // destroyed after the lock is gone: it may own what calls back in here
    std::lock_guard lock{mutex_};
    auto at = moments_.find(id);
    if (at == moments_.end())
        return;
    auto item = items_.find(Key{at->second, id});
    dropped = std::move(item->second.task);
    items_.erase(item);
    moments_.erase(at);
}

void Timers::stop()
{
    std::map<Key, Item> dropped;
    std::lock_guard lock{mutex_};
    stopped_ = true;
    dropped.swap(items_);
    moments_.clear();
    if (std::exchange(armed_, false))
        pjsip_endpt_cancel_timer(endpoint_, &entry_);
}

void Timers::attend()
{
    {
        std::lock_guard lock{mutex_};
        armed_ = false;
    }
    while (true) {
        Item due{};
        {
            std::lock_guard lock{mutex_};
            if (stopped_ || items_.empty() || items_.begin()->first.first > clock_.now())
                break;
            auto first = items_.begin();
            moments_.erase(first->first.second);
            due = std::move(first->second);
            items_.erase(first);
        }
        due.strand->post(std::move(due.task));
    }
    std::lock_guard lock{mutex_};
    arm();
}

void Timers::arm()
{
    if (stopped_ || items_.empty())
        return;
    auto next = items_.begin()->first.first;
    if (armed_ && armed_for_ <= next)
        return;
    if (armed_)
        pjsip_endpt_cancel_timer(endpoint_, &entry_);
    auto delay = std::chrono::ceil<std::chrono::milliseconds>(next - clock_.now()).count();
    auto ms = std::max<std::int64_t>(delay, 0);
    pj_time_val when{static_cast<long>(ms / 1000), static_cast<long>(ms % 1000)};
    armed_ = pjsip_endpt_schedule_timer(endpoint_, &entry_, &when) == PJ_SUCCESS;
    armed_for_ = next;
}

}  // namespace sipcore::stack

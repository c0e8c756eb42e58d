// SPDX-License-Identifier: GPL-2.0-only
/** @file Strands carried out: a queue with a flag that says whether somebody is its runner. */
#include "stack/strand.h"

#include <cassert>
#include <functional>
#include <latch>
#include <utility>

namespace sipcore::stack {

namespace {

/** The strand whose runner this thread is; a plain pointer, so that nothing keeps the library in memory. */
constinit thread_local const Strand* running = nullptr;
/** Tasks that give way which a worker runs before it looks at what else there is. */
constexpr unsigned few = 4;

}  // namespace

void Strand::post(log::CallId call, Task task)
{
    {
        std::lock_guard lock{mutex_};
        tasks_.push_back({call, std::move(task)});
        if (running_ || asked_)
            return;
        asked_ = true;
    }
    scheduler_.schedule(*this, Urgency::soon);
}

void Strand::post_later(Task task)
{
    {
        std::lock_guard lock{mutex_};
        later_.push_back({log::current_call(), std::move(task)});
        if (running_ || asked_later_)
            return;     // its runner asks for it at the end
        asked_later_ = true;
    }
    scheduler_.schedule(*this, Urgency::later);
}

bool Strand::try_enter()
{
    assert(!running);
    {
        std::lock_guard lock{mutex_};
        if (running_ || !tasks_.empty())
            return false;
        running_ = true;
    }
    running = this;
    return true;
}

void Strand::leave()
{
    assert(running == this);
    drain(0);
}

void Strand::run(Urgency urgency)
{
    assert(!running);
    bool later = urgency == Urgency::later;
    {
        std::lock_guard lock{mutex_};
        (later ? asked_later_ : asked_) = false;
        if (running_)
            return;     // who runs it finds what there is
        running_ = true;
    }
    running = this;
    drain(later ? few : 0);
}

std::vector<Strand::Item> Strand::next(unsigned& most)
{
    std::vector<Item> batch;
    bool ask = false;
    {
        std::lock_guard lock{mutex_};
        if (!tasks_.empty()) {
            std::swap(batch, tasks_);
            return batch;
        }
        if (most > 0 && !later_.empty()) {
            --most;
            batch.push_back(std::move(later_.front()));
            later_.pop_front();
            return batch;
        }
        running_ = false;
        running = nullptr;
        ask = !later_.empty() && !asked_later_;
        asked_later_ = asked_later_ || ask;
    }
    if (ask)
        scheduler_.schedule(*this, Urgency::later);
    return batch;
}

void Strand::drain(unsigned most)
{
    for (auto batch = next(most); !batch.empty(); batch = next(most)) {
        for (auto& item : batch) {
            log::CallScope scope{item.call};
            item.task();
            item.task = nullptr;
        }
    }
}

bool Strand::is_current() const
{
    return running == this;
}

std::size_t Strand::waiting() const
{
    std::lock_guard lock{mutex_};
    return tasks_.size() + later_.size();
}

void Strand::run_and_wait(Task task)
{
    if (is_current())
        return task();
    assert(!running && "a strand's runner waits for no other strand");
    // Shared, since who counts down may touch it a moment longer than who waits.
    auto done = std::make_shared<std::latch>(1);
    post([&task, done] {
        task();
        done->count_down();
    });
    done->wait();
}

Strands::Strands(Scheduler& scheduler, std::size_t count)
{
    strands_.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        strands_.push_back(std::make_unique<Strand>(scheduler));
}

Strand& Strands::of(std::string_view call_id)
{
    return *strands_[std::hash<std::string_view>{}(call_id) % strands_.size()];
}

void Strands::wait_for_all()
{
    assert(!running && "a strand's runner waits for no other strand");
    auto left = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(strands_.size()));
    for (auto& strand : strands_)
        strand->post_later([left] { left->count_down(); });
    left->wait();
}

}  // namespace sipcore::stack

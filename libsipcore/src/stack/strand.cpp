// SPDX-License-Identifier: GPL-2.0-only
/** @file Strands carried out: a queue with a flag that says whether somebody is its runner. */
#include "stack/strand.h"

#include <cassert>
#include <functional>
#include <latch>

namespace sipcore::stack {

namespace {

/** The strand whose runner this thread is; a plain pointer, so that nothing keeps the library in memory. */
constinit thread_local const Strand* running = nullptr;

}  // namespace

void Strand::post(log::CallId call, Task task)
{
    {
        std::lock_guard lock{mutex_};
        tasks_.push_back({call, std::move(task)});
        if (busy_)
            return;
        busy_ = true;
    }
    scheduler_.schedule(*this);
}

bool Strand::try_enter()
{
    assert(!running);
    {
        std::lock_guard lock{mutex_};
        if (busy_)
            return false;
        busy_ = true;
    }
    running = this;
    return true;
}

void Strand::leave()
{
    assert(running == this);
    drain();
}

void Strand::run()
{
    assert(!running);
    running = this;
    drain();
}

void Strand::drain()
{
    std::vector<Item> batch;
    while (true) {
        batch.clear();
        {
            std::lock_guard lock{mutex_};
            if (tasks_.empty()) {
                busy_ = false;
                running = nullptr;
                return;
            }
            std::swap(batch, tasks_);
        }
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
    return tasks_.size();
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
        strand->post(0, [left] { left->count_down(); });
    left->wait();
}

}  // namespace sipcore::stack

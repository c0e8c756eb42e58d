// SPDX-License-Identifier: GPL-2.0-only
/** @file Counting calls of endpoints. */
#include "channel/use_count.h"

#include <utility>

namespace chan_sip {

namespace {

/** Counts one more while it stays within a limit. @return whether it was counted */
bool count_within(std::atomic<unsigned>& count, unsigned limit)
{
    unsigned now = count.load();
    do {
        if (now >= limit)
            return false;
    } while (!count.compare_exchange_weak(now, now + 1));
    return true;
}

}  // namespace

bool Use::enter(unsigned limit)
{
    return count_within(in_use, limit);
}

std::shared_ptr<Use> Uses::of(const std::string& endpoint)
{
    std::lock_guard lock{mutex_};
    auto& use = uses_[endpoint];
    if (!use)
        use = std::make_shared<Use>();
    return use;
}

std::shared_ptr<Use> Uses::find(const std::string& endpoint) const
{
    std::lock_guard lock{mutex_};
    auto found = uses_.find(endpoint);
    return found == uses_.end() ? nullptr : found->second;
}

bool UseShare::begin(std::shared_ptr<Use> use, unsigned limit, bool rings)
{
    if (!use->enter(limit))
        return false;
    use_ = std::move(use);
    ringing_ = rings;
    if (rings)
        ++use_->ringing;
    return true;
}

bool UseShare::stop_ringing()
{
    if (!std::exchange(ringing_, false))
        return false;
    --use_->ringing;
    return true;
}

bool UseShare::hold(bool held)
{
    if (!use_ || held_ == held)
        return false;
    held_ = held;
    held ? ++use_->on_hold : --use_->on_hold;
    return true;
}

bool UseShare::end()
{
    if (!use_)
        return false;
    stop_ringing();
    hold(false);
    --use_->in_use;
    use_.reset();
    return true;
}

ListPlace::~ListPlace()
{
    if (use_)
        --use_->listed;
}

bool ListPlace::take(std::shared_ptr<Use> use, unsigned most)
{
    if (use_ || !count_within(use->listed, most))
        return false;
    use_ = std::move(use);
    return true;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Counting calls of endpoints. */
#include "channel/use_count.h"

#include <utility>

namespace chan_sip {

bool Use::enter(unsigned limit)
{
    unsigned now = in_use.load();
    do {
        if (now >= limit)
            return false;
    } while (!in_use.compare_exchange_weak(now, now + 1));
    return true;
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

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Counting what stands. */
#include "completion/standing.h"

namespace chan_sip {

void StandingCount::add()
{
    std::lock_guard lock{mutex_};
    ++number_;
}

void StandingCount::remove()
{
    std::lock_guard lock{mutex_};
    --number_;
    changed_.notify_all();
}

bool StandingCount::wait_for_none(std::chrono::milliseconds patience)
{
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return number_ == 0; });
}

}  // namespace chan_sip

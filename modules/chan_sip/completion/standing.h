// SPDX-License-Identifier: GPL-2.0-only
/** @file How many objects of the core's have data of ours: the module must not go before they did. */
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace chan_sip {

/** A count that can be waited for. */
class StandingCount {
public:
    /** One more. @threads any */
    void add();
    /** One less. @threads any */
    void remove();
    /** Waits until there is none. @return false when there still are some @threads the loader's */
    bool wait_for_none(std::chrono::milliseconds patience);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    unsigned number_ = 0;
};

}  // namespace chan_sip

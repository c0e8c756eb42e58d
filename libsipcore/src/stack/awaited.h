// SPDX-License-Identifier: GPL-2.0-only
/** @file Answers that threads of the host wait for: dialplans and consoles, never workers. */
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "stack/locator.h"

namespace sipcore::stack {

/** An answer that is waited for: who gives up waiting leaves it to who answers. */
template <class T>
class Awaited {
public:
    /** Gives it. */
    void give(T value)
    {
        std::lock_guard lock{mutex_};
        value_ = std::move(value);
        given_.notify_all();
    }
    /** Waits for it; nothing when it does not come in time. */
    std::optional<T> wait(std::chrono::milliseconds patience)
    {
        std::unique_lock lock{mutex_};
        given_.wait_for(lock, patience, [this] { return value_.has_value(); });
        return value_;
    }

private:
    std::mutex mutex_;
    std::condition_variable given_;
    std::optional<T> value_;
};

/**
 * Finds addresses, and waits for them.
 * @return nothing when no answer came in time; none when there are none
 * @threads one that may wait and holds no lock that a worker takes; never a worker
 */
inline std::optional<std::vector<SocketAddress>> find_and_wait(Locator& locator, const Wanted& wanted, std::chrono::milliseconds patience)
{
    auto awaited = std::make_shared<Awaited<std::vector<SocketAddress>>>();
    locator.find(wanted, [awaited](const std::vector<SocketAddress>& addresses) { awaited->give(addresses); });
    return awaited->wait(patience);
}

}  // namespace sipcore::stack

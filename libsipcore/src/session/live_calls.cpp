// SPDX-License-Identifier: GPL-2.0-only
/** @file The list of calls. */
#include "session/live_calls.h"

#include "session/call_session.h"

namespace sipcore::session {

bool LiveCalls::add(std::shared_ptr<CallSession> call)
{
    std::lock_guard lock{mutex_};
    if (closed_)
        return false;
    auto* key = call.get();
    calls_.emplace(key, std::move(call));
    return true;
}

void LiveCalls::remove(const CallSession& call)
{
    std::shared_ptr<CallSession> last;
    std::lock_guard lock{mutex_};
    auto at = calls_.find(&call);
    if (at == calls_.end())
        return;
    last = std::move(at->second);
    calls_.erase(at);
    if (calls_.empty())
        empty_.notify_all();
}

std::vector<std::shared_ptr<CallSession>> LiveCalls::close()
{
    {
        std::lock_guard lock{mutex_};
        closed_ = true;
    }
    return all();
}

bool LiveCalls::wait_until_empty(std::chrono::milliseconds patience)
{
    std::unique_lock lock{mutex_};
    return empty_.wait_for(lock, patience, [this] { return calls_.empty(); });
}

std::vector<std::shared_ptr<CallSession>> LiveCalls::all() const
{
    std::lock_guard lock{mutex_};
    std::vector<std::shared_ptr<CallSession>> list;
    list.reserve(calls_.size());
    for (const auto& [key, call] : calls_)
        list.push_back(call);
    return list;
}

}  // namespace sipcore::session

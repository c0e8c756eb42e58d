// SPDX-License-Identifier: GPL-2.0-only
/** @file The calls that stand: who keeps them alive while PJSIP points at them. */
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "sipcore/session.h"

namespace sipcore::session {

class CallSession;

/** A list of calls, safe from any thread. */
class LiveCalls {
public:
    /** Puts a call in. @return false when no new calls are taken */
    bool add(std::shared_ptr<CallSession> call);
    /** Takes a call out. */
    void remove(const CallSession& call);
    /** From now on no new calls are taken. @return those there are */
    std::vector<std::shared_ptr<CallSession>> close();
    /** Waits until none is left, or for so long. @return whether none is left */
    bool wait_until_empty(std::chrono::milliseconds patience);
    /** All calls. */
    std::vector<std::shared_ptr<CallSession>> all() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::unordered_map<const CallSession*, std::shared_ptr<CallSession>> calls_;
    bool closed_ = false;
};

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file Who serves call completion in this process. */
#include <mutex>
#include <utility>

#include "sipcore/call_completion.h"

namespace sipcore {

namespace {

/** Held while it is copied or set. */
std::mutex access;
/** Who serves it. */
std::shared_ptr<CallCompletion>& serving()
{
    static std::shared_ptr<CallCompletion> now;
    return now;
}

}  // namespace

std::shared_ptr<CallCompletion> call_completion()
{
    std::lock_guard lock{access};
    return serving();
}

void set_call_completion(std::shared_ptr<CallCompletion> completion)
{
    std::shared_ptr<CallCompletion> before;  // destroyed after the lock is gone
    std::lock_guard lock{access};
    before = std::exchange(serving(), std::move(completion));
}

}  // namespace sipcore

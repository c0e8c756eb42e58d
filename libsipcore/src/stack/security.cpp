// SPDX-License-Identifier: GPL-2.0-only
/** @file Security events on their way to the host. */
#include "sipcore/security.h"

#include <atomic>
#include <format>
#include <functional>
#include <mutex>
#include <shared_mutex>

#include "stack/attempt.h"

namespace sipcore::security {

namespace {

/** Held shared while somebody is told, so that taking the observer back waits for it. */
std::shared_mutex gate;
/** Who is told. */
std::atomic<SecurityObserver*> observer{nullptr};

}  // namespace

void set_observer(SecurityObserver* to)
{
    std::unique_lock idle{gate};
    observer.store(to, std::memory_order_release);
}

bool observed()
{
    return observer.load(std::memory_order_acquire) != nullptr;
}

std::string session_name(std::string_view call_id)
{
    return std::format("0x{:016x}", std::hash<std::string_view>{}(call_id));
}

void report(SecurityEvent event)
{
    std::shared_lock open{gate};
    if (auto* to = observer.load(std::memory_order_acquire))
        to->on_security_event(stack::made_fit(std::move(event)));
}

void report(const Rejection& rejection)
{
    std::shared_lock open{gate};
    if (auto* to = observer.load(std::memory_order_acquire))
        to->on_rejection(rejection);
}

}  // namespace sipcore::security

// SPDX-License-Identifier: GPL-2.0-only
/** @file Moments in PJSIP's timer heap. */
#include "session/alarm.h"

#include <utility>

#include "session/call_session.h"

namespace sipcore::session {

/** What PJSIP's heap holds. It keeps itself until it fires or is taken out, so that neither side can be too early. */
struct Alarm::Pending {
    pjsip_endpoint* endpoint = nullptr;   ///< whose heap
    pj_timer_entry entry{};               ///< the heap's part
    std::weak_ptr<CallSession> call;      ///< whose moment
    Step step = nullptr;                  ///< what is done
    std::shared_ptr<Pending> self;        ///< the heap's share
};

void Alarm::set(pjsip_endpoint* endpoint, std::chrono::milliseconds wait, const std::shared_ptr<CallSession>& call, Step step)
{
    cancel();
    auto pending = std::make_shared<Pending>();
    pending->endpoint = endpoint;
    pending->call = call;
    pending->step = step;
    pending->self = pending;
    pj_timer_entry_init(&pending->entry, 0, pending.get(), [](pj_timer_heap_t*, pj_timer_entry* entry) {
        auto self = std::move(static_cast<Pending*>(entry->user_data)->self);
        if (auto call = self->call.lock())
            call->strand().post(call->log_call(), [call, step = self->step] { ((*call).*step)(); });
    });
    pj_time_val delay{static_cast<long>(wait.count() / 1000), static_cast<long>(wait.count() % 1000)};
    if (pjsip_endpt_schedule_timer(endpoint, &pending->entry, &delay) != PJ_SUCCESS) {
        pending->self.reset();
        return;
    }
    pending_ = std::move(pending);
}

void Alarm::cancel()
{
    auto pending = std::exchange(pending_, nullptr);
    if (pending && pj_timer_heap_cancel(pjsip_endpt_get_timer_heap(pending->endpoint), &pending->entry) == 1)
        pending->self.reset();
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file The end of transactions that do not know that their connection is gone. */
#include "pj/lost_connection.h"

namespace sipcore::pj {

namespace {

/** Ends the transaction that the timer is of; the timer keeps it. */
void end(pj_timer_heap_t*, pj_timer_entry* entry)
{
    pjsip_tsx_terminate(static_cast<pjsip_transaction*>(entry->user_data), PJSIP_SC_TSX_TRANSPORT_ERROR);
}

/** Whether a transport is a connection that has ended. */
bool is_lost(const pjsip_transport* transport)
{
    if (!transport || !PJSIP_TRANSPORT_IS_RELIABLE(transport))
        return false;
    pj_lock_acquire(transport->lock);   // under which it is told that it ended
    bool lost = transport->is_shutdown || transport->is_destroying;
    pj_lock_release(transport->lock);
    return lost;
}

}  // namespace

void end_if_lost(pjsip_transaction& transaction)
{
    if (transaction.role != PJSIP_ROLE_UAC || transaction.state != PJSIP_TSX_STATE_CALLING || !is_lost(transaction.transport))
        return;
    constexpr pj_time_val at_once{0, 0};
    auto* timer = PJ_POOL_ZALLOC_T(transaction.pool, pj_timer_entry);
    pj_timer_entry_init(timer, 0, &transaction, end);
    pjsip_endpt_schedule_timer_w_grp_lock(transaction.endpt, timer, &at_once, 1, transaction.grp_lock);
}

}  // namespace sipcore::pj

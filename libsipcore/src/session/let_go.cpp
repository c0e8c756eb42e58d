// SPDX-License-Identifier: GPL-2.0-only
/** @file The early end of a transaction. */
#include "session/let_go.h"

#include <chrono>

#include "pj/text.h"
#include "stack/past_transactions.h"

namespace sipcore::session {

namespace {

/** Repetitions come until so many times T1 are over. @rfc{3261,17.2.2} */
constexpr unsigned repetitions = 64;

/** Whether a transaction only waits for repetitions. */
bool only_waits(const pjsip_transaction& transaction)
{
    if (transaction.state >= PJSIP_TSX_STATE_TERMINATED || transaction.status_code < 200)
        return false;
    bool awaits_ack = transaction.method.id == PJSIP_INVITE_METHOD && transaction.status_code >= 300;
    return transaction.state >= (awaits_ack ? PJSIP_TSX_STATE_CONFIRMED : PJSIP_TSX_STATE_COMPLETED);
}

}  // namespace

void let_go(stack::Core& core, const std::string& key)
{
    auto name = pj::borrow(key);
    auto* transaction = pjsip_tsx_layer_find_tsx2(&name, PJ_TRUE);
    if (!transaction)
        return;
    if (only_waits(*transaction)) {
        bool may_be_repeated = transaction->role == PJSIP_ROLE_UAS && !transaction->is_reliable;
        bool acknowledged = transaction->method.id == PJSIP_INVITE_METHOD;  // what repeats it was sent before the ACK
        if (may_be_repeated)
            core.past_transactions().remember(key, acknowledged ? 0 : transaction->status_code,
                                              std::chrono::milliseconds{repetitions * pjsip_cfg()->tsx.t1});
        pjsip_tsx_terminate(transaction, transaction->status_code);
    }
    pj_grp_lock_dec_ref(transaction->grp_lock);
}

}  // namespace sipcore::session

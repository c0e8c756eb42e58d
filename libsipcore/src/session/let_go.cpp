// SPDX-License-Identifier: GPL-2.0-only
/** @file The early end of a transaction. */
#include "session/let_go.h"

#include <chrono>
#include <optional>

#include "pj/text.h"
#include "pj/transaction_lock.h"
#include "stack/past_transactions.h"

namespace sipcore::session {

namespace {

/** Repetitions come until so many times T1 are over. @rfc{3261,17.2.2} */
constexpr unsigned repetitions = 64;

/** What a transaction leaves to be done for it. */
struct Rest {
    int status;            ///< of its final response
    bool may_be_repeated;  ///< whether its request can come again
    bool acknowledged;     ///< whether what comes again was sent before the ACK
};

/** What is left of a transaction that only waits for repetitions, nothing of another one. */
std::optional<Rest> rest_of(pjsip_transaction& transaction)
{
    pj::TransactionLock lock{transaction};
    if (transaction.state >= PJSIP_TSX_STATE_TERMINATED || transaction.status_code < 200)
        return std::nullopt;
    bool invite = transaction.method.id == PJSIP_INVITE_METHOD;
    bool awaits_ack = invite && transaction.status_code >= 300;
    if (transaction.state < (awaits_ack ? PJSIP_TSX_STATE_CONFIRMED : PJSIP_TSX_STATE_COMPLETED))
        return std::nullopt;
    return Rest{transaction.status_code, transaction.role == PJSIP_ROLE_UAS && !transaction.is_reliable, invite};
}

}  // namespace

void let_go(stack::Core& core, const std::string& key)
{
    auto name = pj::borrow(key);
    auto* transaction = pjsip_tsx_layer_find_tsx2(&name, PJ_TRUE);
    if (!transaction)
        return;
    if (auto rest = rest_of(*transaction)) {
        if (rest->may_be_repeated)
            core.past_transactions().remember(key, rest->acknowledged ? 0 : rest->status,
                                              std::chrono::milliseconds{repetitions * pjsip_cfg()->tsx.t1});
        pjsip_tsx_terminate(transaction, rest->status);
    }
    pj_grp_lock_dec_ref(transaction->grp_lock);
}

}  // namespace sipcore::session

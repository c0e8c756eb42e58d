// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests whose connection ended while they were being sent. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::pj {

/**
 * Ends a client transaction that was just sent by a connection which is gone. PJSIP's transaction begins to listen for the end of its
 * connection after it has sent, and starts its timeout after that: of an end that comes between, it knows nothing, and would wait for
 * half a minute. To be called when a transaction changes its state; ends it with 503, in a thread that works on timers.
 * @param transaction  any; only what waits for its first response over a connection is looked at
 * @threads the one that is told of the state, which has the transaction locked
 */
void end_if_lost(pjsip_transaction& transaction);

}  // namespace sipcore::pj

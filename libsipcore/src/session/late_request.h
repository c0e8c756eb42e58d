// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests in the dialog of a call that has ended, while a transaction keeps the dialog. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::session {

/**
 * Answers a request that came too late as one outside of calls: 481, a REFER 603. What became of a transfer may still be told. BYE and
 * CANCEL are PJSIP's.
 *
 * @param dialog       the dialog, whose lock is held
 * @param transaction  the request's, which nobody has answered
 * @param rdata        the request
 * @rfc{3261,12.2.2}
 */
void answer_late(pjsip_dialog* dialog, pjsip_transaction* transaction, pjsip_rx_data* rdata);

}  // namespace sipcore::session

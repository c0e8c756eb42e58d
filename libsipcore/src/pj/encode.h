// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages become text. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::pj {

/**
 * Prints a message into memory of its own pool, as much as the text needs: PJSIP would take room for the longest message there
 * may be, and keep it as long as a call may have to send the message again. Does nothing for a message that was printed and
 * not changed since. One that cannot be printed is left to PJSIP, which finds the same and says so.
 * @threads who sends the message
 */
void encode_to_fit(pjsip_tx_data* tdata);

}  // namespace sipcore::pj

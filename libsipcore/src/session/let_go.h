// SPDX-License-Identifier: GPL-2.0-only
/** @file Transactions that have nothing left to do end, and with those of a call that is over its dialog and its memory. */
#pragma once

#include <string>

#include "stack/core.h"

namespace sipcore::session {

/**
 * Ends a transaction when all that is left for it is to answer repetitions: these are remembered elsewhere. One that still has
 * something to send, such as a refusal until its ACK comes, goes on. @rfc{3261,17.2}
 * @param core  the stack
 * @param key   PJSIP's name of it; nothing is done when it is gone
 * @threads a worker that holds no lock
 */
void let_go(stack::Core& core, const std::string& key);

}  // namespace sipcore::session

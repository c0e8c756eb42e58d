// SPDX-License-Identifier: GPL-2.0-only
/** @file A request and its answer, with challenges between them answered: for requests that nothing follows. */
#pragma once

#include "stack/challenge_answer.h"
#include "stack/client.h"
#include "stack/core.h"

namespace sipcore::stack {

/**
 * Sends a request on the strand of its Call-ID, and again with credentials when it is challenged.
 * @param core     the stack
 * @param request  what
 * @param answer   what proves us
 * @param most     challenges that are answered
 * @param done     told the last answer, on that strand
 * @threads any
 */
void exchange(Core& core, OutgoingRequest request, ChallengeAnswer answer, unsigned most, Client::Done done);

}  // namespace sipcore::stack

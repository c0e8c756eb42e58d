// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's questions for addresses, answered by the stack's own locator: PJSIP by itself would wait for the system's
 *  resolver in the middle of a worker's work. @rfc{3263,4} */
#pragma once

namespace sipcore::stack {

class Core;

/** Answers PJSIP's questions from now on. @param core outlives PJSIP's endpoint; null: nobody is asked any more */
void answer_for_pjsip(Core* core);

}  // namespace sipcore::stack

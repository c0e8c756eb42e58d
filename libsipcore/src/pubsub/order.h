// SPDX-License-Identifier: GPL-2.0-only
/** @file A NOTIFY that somebody at the console wants sent, outside of every dialog. */
#pragma once

#include "sipcore/pubsub.h"
#include "stack/core.h"

namespace sipcore::pubsub {

/** Sends it; challenges are answered with what proves us to the endpoint. @return Error{404} when the target has no address
 *  @threads any that is registered with PJSIP and holds nothing */
Result<> send_unsolicited(stack::Core& core, NotifyOrder order);

}  // namespace sipcore::pubsub

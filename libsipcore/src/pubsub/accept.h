// SPDX-License-Identifier: GPL-2.0-only
/** @file The 200 to a SUBSCRIBE. @rfc{6665,4.2.1.1} */
#pragma once

#include <chrono>

#include "pubsub/subscription.h"
#include "stack/core.h"
#include "stack/feature.h"

namespace sipcore::pubsub {

/** Sends 200, with our tag, Contact and lifetime. @threads the subscription's strand */
void accept(stack::Core& core, const stack::IncomingRequest& request, const Subscription& subscription,
            std::chrono::seconds lifetime);

}  // namespace sipcore::pubsub

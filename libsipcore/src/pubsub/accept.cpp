// SPDX-License-Identifier: GPL-2.0-only
/** @file Accepting a SUBSCRIBE. */
#include "pubsub/accept.h"

#include <format>

#include "pj/text.h"
#include "stack/respond.h"

namespace sipcore::pubsub {

void accept(stack::Core& core, const stack::IncomingRequest& request, const Subscription& subscription,
            std::chrono::seconds lifetime)
{
    auto* to = request.rdata->msg_info.to;
    if (to->tag.slen == 0)
        to->tag = pj::dup(request.rdata->tp_info.pool, subscription.our_tag());
    stack::respond(core.pj_endpoint(), request.rdata, 200, "OK",
                   {{"Expires", std::to_string(lifetime.count())},
                    {"Contact", std::format("<{}>;expires={}", subscription.contact(), lifetime.count())}});
}

}  // namespace sipcore::pubsub

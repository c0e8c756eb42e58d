// SPDX-License-Identifier: GPL-2.0-only
/** @file Identification of requests that nobody sent. */
#include "sipcore/identify.h"

#include <algorithm>
#include <iterator>

#include "sipcore/stack.h"
#include "stack/core.h"
#include "stack/directory.h"

namespace sipcore {

Identification identify(Stack& stack, const SupposedRequest& request)
{
    auto& directory = stack.core().directory();
    Identification found;
    if (!request.user.empty())
        found.endpoint = directory.named(request.user);
    if (found.endpoint)
        found.by = Identification::By::user;
    else if ((found.endpoint = directory.at(request.source, request.protocol, request.called)))
        found.by = Identification::By::address;
    auto is_other = [&](const EndpointStatus& status) {
        return status.address.ip() == request.source.ip() &&
               !(found.endpoint && found.endpoint->endpoint->name == status.endpoint->name);
    };
    auto all = directory.snapshot();
    std::ranges::copy_if(all, std::back_inserter(found.others), is_other);
    return found;
}

}  // namespace sipcore

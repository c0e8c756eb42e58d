// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests that are answered later. */
#include "stack/kept_request.h"

#include "pj/runtime.h"

namespace sipcore::stack {

std::unique_ptr<KeptRequest> KeptRequest::keep(const IncomingRequest& request)
{
    auto copy = request;
    if (pjsip_rx_data_clone(request.rdata, 0, &copy.rdata) != PJ_SUCCESS)
        return nullptr;
    return std::unique_ptr<KeptRequest>{new KeptRequest{std::move(copy)}};
}

KeptRequest::~KeptRequest()
{
    pj::register_thread();
    pjsip_rx_data_free_cloned(request_.rdata);
}

}  // namespace sipcore::stack

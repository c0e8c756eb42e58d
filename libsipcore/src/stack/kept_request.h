// SPDX-License-Identifier: GPL-2.0-only
/** @file A request that is answered later: a copy of its own, given back with it. */
#pragma once

#include <memory>

#include "stack/feature.h"

namespace sipcore::stack {

/** A request that was kept. */
class KeptRequest {
public:
    /** Keeps one that was lent. @return null when there is no memory @threads the strand of the request */
    static std::unique_ptr<KeptRequest> keep(const IncomingRequest& request);
    KeptRequest(const KeptRequest&) = delete;             ///< owns the copy
    KeptRequest& operator=(const KeptRequest&) = delete;  ///< owns the copy
    /** @threads any */
    ~KeptRequest();
    /** It. */
    const IncomingRequest& request() const { return request_; }

private:
    /** Takes the copy over. */
    explicit KeptRequest(IncomingRequest request) : request_{std::move(request)} {}
    IncomingRequest request_;
};

}  // namespace sipcore::stack

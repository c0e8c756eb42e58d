// SPDX-License-Identifier: GPL-2.0-only
/** @file One request after the other until one of them is not challenged. */
#include "stack/exchange.h"

#include <memory>
#include <utility>

namespace sipcore::stack {

namespace {

/** One that is under way. */
struct UnderWay {
    Core& core;               ///< the stack
    Strand& strand;           ///< that of its Call-ID
    OutgoingRequest request;  ///< it
    ChallengeAnswer answer;   ///< what proves us
    unsigned left;            ///< challenges that may still be answered
    Client::Done done;        ///< who is told
};

/** Sends it. */
void send(const std::shared_ptr<UnderWay>& it)
{
    auto request = it->request;
    if (auto header = it->answer.header(request.method, request.target))
        request.headers.insert(request.headers.begin(), std::move(*header));
    it->core.client().send(request, it->strand, [it](const Reply& reply) {
        bool challenged = reply.status == 401 || reply.status == 407;
        if (!challenged || it->left == 0 || !it->answer.take(reply))
            return it->done(reply);
        --it->left;
        ++it->request.cseq;
        send(it);
    });
}

}  // namespace

void exchange(Core& core, OutgoingRequest request, ChallengeAnswer answer, unsigned most, Client::Done done)
{
    auto& strand = core.strands().of(request.call_id);
    auto it = std::make_shared<UnderWay>(core, strand, std::move(request), std::move(answer), most, std::move(done));
    strand.post([it] { send(it); });
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Making an offer. @rfc{3264,5} */
#include "sdp/compose.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** A stream of the offer; one without codecs has nothing to offer and is off. */
Stream offered_stream(const LocalStream& brought, bool compact)
{
    Chosen chosen;
    for (const auto& codec : brought.codecs)
        chosen.codecs.push_back({.codec = codec, .payload = codec.payload, .parameters = {}});
    if (brought.telephone_event && brought.kind == Kind::audio)
        chosen.telephone_event = telephone_events(*brought.telephone_event, 8000);
    auto stream = compose(brought, chosen, compact);
    if (stream.is_rtp() && brought.codecs.empty())
        stream.port = 0;
    return stream;
}

}  // namespace

Description offer(const Local& local)
{
    auto description = frame(local);
    for (const auto& brought : local.streams)
        description.streams.push_back(offered_stream(brought, local.compact));
    complete(description, local);
    return description;
}

}  // namespace sipcore::sdp

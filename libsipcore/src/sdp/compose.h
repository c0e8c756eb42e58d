// SPDX-License-Identifier: GPL-2.0-only
/** @file What offers and answers are put together from. */
#pragma once

#include <vector>

#include "sipcore/sdp.h"

namespace sipcore::sdp {

/** Codecs of one stream as they will stand in it. */
struct Chosen {
    std::vector<Joint> codecs;              ///< preferred first, each with its payload type
    std::optional<Format> telephone_event;  ///< telephone events with their payload type
};

/** A description without streams: origin, name, address. */
Description frame(const Local& local);

/** A live stream of ours: formats, packet times and all that `brought` has beside its codecs. */
Stream compose(const LocalStream& brought, const Chosen& chosen, bool compact);

/** The telephone events of a payload type, with the sixteen events of a keypad. @rfc{4733,2.4.1} */
Format telephone_events(std::uint8_t payload, std::uint32_t rate);

/** The profile that a stream of ours has when nothing else was asked for. */
std::string_view profile_of(const LocalStream& brought);

/** Adds what counts for all streams, once they are there. */
void complete(Description& description, const Local& local);

}  // namespace sipcore::sdp

// SPDX-License-Identifier: GPL-2.0-only
/** @file When a format of the other side and a codec of ours are the same thing. */
#pragma once

#include <optional>
#include <vector>

#include "sipcore/sdp.h"

namespace sipcore::sdp {

/** A payload type that means the same everywhere. @rfc{3551,6} */
struct StaticPayload {
    std::uint8_t payload;       ///< payload type
    std::string_view encoding;  ///< encoding name
    std::uint32_t rate;         ///< clock rate in Hz
    unsigned channels;          ///< audio channels
};

/** The static payload type of that number, null for none. */
const StaticPayload* static_payload(std::uint8_t payload);

/** The format with what its payload type alone says filled in where no rtpmap said it. */
Format understood(const Format& format);

/** Whether a format is telephone events. @rfc{4733,2} */
bool is_telephone_event(const Format& format);

/**
 * Whether a format is one of our codecs: encoding name without letter case and with the spellings that are about,
 * clock rate, and channels where both sides must say them.
 */
bool is_codec(const Format& format, const Codec& codec);

/** The first format that is that codec, null without one. */
const Format* find_format(const std::vector<Format>& formats, const Codec& codec);

/** The telephone events that go with a clock rate: of that rate, otherwise of 8000 Hz, otherwise the first there are. */
const Format* find_telephone_event(const std::vector<Format>& formats, std::uint32_t rate);

}  // namespace sipcore::sdp

// SPDX-License-Identifier: GPL-2.0-only
/** @file Text that is sent again with what follows it. Pure. @rfc{4103,5} @rfc{2198,3} */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sipcore/sdp.h"

namespace chan_sip {

/** How often a piece of text is sent again. */
inline constexpr int text_generations = 2;

/** The payload type of plain text in a description's live text stream; nothing without one. @threads any */
std::optional<std::uint8_t> text_payload_of(const sipcore::sdp::Description& description);

/** The payload type under which we offer plain text; nothing when we do not. @threads any */
std::optional<std::uint8_t> text_payload_of(const std::vector<sipcore::sdp::Codec>& codecs);

/** Completes redundant text among codecs: fmtp says what is repeated. Without plain text it goes, for it has nothing to
 *  repeat. @param payload of plain text @threads any */
void set_redundancy(std::vector<sipcore::sdp::Codec>& codecs, std::optional<std::uint8_t> payload);

/** The payload types of plain and redundant text that were agreed on. */
struct TextPayloads {
    std::optional<std::uint8_t> plain;  ///< T.140 alone
    bool redundant = false;             ///< whether it may be sent redundantly
};

/** The payload types that were agreed on for text. @threads any */
TextPayloads text_payloads(const sipcore::sdp::Agreed& agreed);

}  // namespace chan_sip

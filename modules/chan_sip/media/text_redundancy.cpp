// SPDX-License-Identifier: GPL-2.0-only
/** @file Text that is sent again with what follows it. */
#include "media/text_redundancy.h"

#include <algorithm>
#include <format>
#include <strings.h>

namespace chan_sip {
namespace {

/** Asterisk's name of plain text. */
constexpr std::string_view plain_tag = "t140";
/** Asterisk's name of redundant text. */
constexpr std::string_view redundant_tag = "red";

}  // namespace

std::optional<std::uint8_t> text_payload_of(const sipcore::sdp::Description& description)
{
    for (const auto& stream : description.streams) {
        if (stream.kind != sipcore::sdp::Kind::text || !stream.port)
            continue;
        for (const auto& format : stream.formats)
            if (!strcasecmp(format.encoding.c_str(), "t140"))
                return format.payload;
    }
    return std::nullopt;
}

std::optional<std::uint8_t> text_payload_of(const std::vector<sipcore::sdp::Codec>& codecs)
{
    auto plain = std::ranges::find(codecs, plain_tag, &sipcore::sdp::Codec::tag);
    return plain == codecs.end() ? std::nullopt : std::optional{plain->payload};
}

void set_redundancy(std::vector<sipcore::sdp::Codec>& codecs, std::optional<std::uint8_t> payload)
{
    if (!payload) {
        std::erase_if(codecs, [](const auto& codec) { return codec.tag == redundant_tag; });
        return;
    }
    for (auto& codec : codecs)
        if (codec.tag == redundant_tag)
            codec.parameters = std::format("{0}/{0}/{0}", *payload);
}

TextPayloads text_payloads(const sipcore::sdp::Agreed& agreed)
{
    TextPayloads payloads;
    for (const auto& joint : agreed.codecs) {
        if (joint.codec.tag == plain_tag)
            payloads.plain = joint.payload;
        payloads.redundant = payloads.redundant || joint.codec.tag == redundant_tag;
    }
    return payloads;
}

}  // namespace chan_sip

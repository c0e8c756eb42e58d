// SPDX-License-Identifier: GPL-2.0-only
/** @file Putting streams together. */
#include "sdp/compose.h"

#include <algorithm>

#include "sdp/match.h"

namespace sipcore::sdp {
namespace {

/** The word of m= for a kind. */
std::string_view media_name(Kind kind)
{
    switch (kind) {
    case Kind::audio:
        return "audio";
    case Kind::video:
        return "video";
    case Kind::text:
        return "text";
    case Kind::image:
        return "image";
    case Kind::other:
        break;
    }
    return "application";
}

/** A codec as a format; a static payload type names itself when lines are to be saved. */
Format format_of(const Joint& joint, bool compact)
{
    Format format{.payload = joint.payload,
                  .encoding = joint.codec.encoding,
                  .rate = joint.codec.rate,
                  .channels = joint.codec.channels,
                  .parameters = joint.codec.parameters};
    const auto* known = static_payload(joint.payload);
    if (compact && known &&
        is_codec(Format{.payload = joint.payload, .encoding = {}, .rate = 0, .channels = 1, .parameters = {}},
                 joint.codec)) {
        format.encoding.clear();
        format.rate = 0;
        format.channels = 1;
    }
    return format;
}

/** The smaller of two times, where 0 says nothing. */
unsigned smaller(unsigned one, unsigned other)
{
    return one && other ? std::min(one, other) : one + other;
}

/** Sets an audio stream's packet times: those that all of its codecs can keep. */
void set_times(Stream& stream, const std::vector<Joint>& codecs)
{
    if (stream.kind != Kind::audio)
        return;
    for (const auto& joint : codecs) {
        stream.ptime = smaller(stream.ptime, joint.codec.ptime);
        stream.maxptime = smaller(stream.maxptime, joint.codec.maxptime);
    }
}

}  // namespace

Description frame(const Local& local)
{
    Description description;
    description.owner = local.owner;
    description.id = local.id;
    description.version = local.version;
    description.origin = local.origin;
    description.session = local.session;
    description.address = local.address;
    return description;
}

Format telephone_events(std::uint8_t payload, std::uint32_t rate)
{
    return {.payload = payload, .encoding = "telephone-event", .rate = rate, .channels = 1, .parameters = "0-16"};
}

std::string_view profile_of(const LocalStream& brought)
{
    if (!brought.profile.empty())
        return brought.profile;
    return brought.kind == Kind::image ? "udptl" : "RTP/AVP";
}

Stream compose(const LocalStream& brought, const Chosen& chosen, bool compact)
{
    Stream stream;
    stream.kind = brought.kind;
    stream.media = media_name(brought.kind);
    stream.port = brought.port;
    stream.profile = profile_of(brought);
    stream.address = brought.address;
    stream.direction = brought.direction;
    stream.attributes = brought.attributes;
    for (const auto& joint : chosen.codecs)
        stream.formats.push_back(format_of(joint, compact));
    if (chosen.telephone_event)
        stream.formats.push_back(*chosen.telephone_event);
    if (brought.kind == Kind::image)
        stream.other_formats.emplace_back("t38");
    set_times(stream, chosen.codecs);
    return stream;
}

void complete(Description& description, const Local& local)
{
    bool video = std::ranges::any_of(
        description.streams, [](const Stream& stream) { return stream.kind == Kind::video && stream.port != 0; });
    description.call_bandwidth = video ? local.call_bandwidth : 0;
}

}  // namespace sipcore::sdp

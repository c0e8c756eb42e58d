// SPDX-License-Identifier: GPL-2.0-only
/** @file What an answer to our offer settles. An answer should follow the offer line by line; one that leaves lines out
 *  or moves them is read by kinds. @rfc{3264,7} */
#include <algorithm>

#include "sdp/compose.h"
#include "sdp/match.h"
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** Whether an answered stream can be an answer to one that we offered. */
bool fits(const Description& description, const Stream& answered, const LocalStream& offered)
{
    if (answered.kind != offered.kind || offered.port == 0)
        return false;
    Stream ours;
    ours.profile = profile_of(offered);
    if (answered.is_rtp() != ours.is_rtp())
        return false;
    if (!answered.is_rtp())
        return same_name(answered.profile, ours.profile);
    return check_answer(answered, transport_of(description, answered), offered.protection.offered).has_value();
}

/** The answered stream to the offered one at `index`: in its place, otherwise the first one that fits. We offer at most
 *  one stream of a kind, so no two can be given the same. */
std::optional<std::size_t> answer_to(const LocalStream& offered, std::size_t index, const Description& answered)
{
    const auto& streams = answered.streams;
    if (index < streams.size() && streams[index].kind == offered.kind)
        return fits(answered, streams[index], offered) ? std::optional{index} : std::nullopt;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (fits(answered, streams[i], offered))
            return i;
    }
    return std::nullopt;
}

/** Our codec that an answered format means: by its name, or by our own payload type when it says no name. */
const Codec* codec_meant(const Format& format, const std::vector<Codec>& offered)
{
    auto full = understood(format);
    auto found = std::ranges::find_if(offered, [&](const Codec& codec) {
        return full.encoding.empty() ? codec.payload == format.payload : is_codec(full, codec);
    });
    return found == offered.end() ? nullptr : &*found;
}

/** The payload type of telephone events in an answer, when we offered them. */
std::optional<std::uint8_t> events_answered(const Stream& answered, const LocalStream& offered, std::uint32_t rate)
{
    if (!offered.telephone_event)
        return std::nullopt;
    if (const auto* events = find_telephone_event(answered.formats, rate))
        return events->payload;
    bool bare = std::ranges::any_of(answered.formats, [&](const Format& format) {
        return format.payload == *offered.telephone_event && format.encoding.empty();
    });
    return bare ? offered.telephone_event : std::nullopt;
}

/** What the answered stream at `index` settles; nothing when it has no codec of ours. */
std::optional<Agreed> agree(const Description& answered, std::size_t index, const LocalStream& offered)
{
    const auto& stream = answered.streams[index];
    Agreed agreed;
    agreed.kind = offered.kind;
    agreed.remote = SocketAddress{answered.address_of(stream), stream.port};
    for (const auto& format : stream.formats) {
        const auto* codec = codec_meant(format, offered.codecs);
        if (codec && std::ranges::none_of(agreed.codecs, [&](const Joint& joint) { return joint.codec == *codec; }))
            agreed.codecs.push_back({.codec = *codec, .payload = format.payload, .parameters = format.parameters});
    }
    if (stream.is_rtp() && agreed.codecs.empty())
        return std::nullopt;
    if (!agreed.codecs.empty())
        agreed.telephone_event = events_answered(stream, offered, agreed.codecs.front().codec.rate);
    agreed.theirs = stream.direction;
    agreed.ptime = stream.ptime;
    agreed.index = index;
    agreed.profile = stream.profile;
    agreed.keying = offered.protection.offered;
    agreed.transport = transport_of(answered, stream);
    return agreed;
}

}  // namespace

Result<std::vector<Agreed>> settle(const Local& local, const Description& answered)
{
    std::vector<Agreed> all;
    for (std::size_t i = 0; i < local.streams.size(); ++i) {
        auto index = answer_to(local.streams[i], i, answered);
        if (!index)
            continue;
        const auto& stream = answered.streams[*index];
        if (!stream.port || answered.address_of(stream).family() == IpAddress::Family::none)
            continue;
        if (auto agreed = agree(answered, *index, local.streams[i]))
            all.push_back(std::move(*agreed));
    }
    if (all.empty())
        return std::unexpected(Error{488, "Not acceptable here"});
    return all;
}

}  // namespace sipcore::sdp

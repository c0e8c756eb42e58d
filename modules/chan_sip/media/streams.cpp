// SPDX-License-Identifier: GPL-2.0-only
/** @file One stream of several. */
#include "media/streams.h"

#include <algorithm>

namespace chan_sip {

const sipcore::sdp::Agreed* of_kind(const std::vector<sipcore::sdp::Agreed>& agreed, sipcore::sdp::Kind kind)
{
    auto found = std::ranges::find(agreed, kind, &sipcore::sdp::Agreed::kind);
    return found == agreed.end() ? nullptr : &*found;
}

sipcore::sdp::LocalStream stream_of(sipcore::sdp::Kind kind, const std::vector<sipcore::sdp::Codec>& codecs,
                                    const RtpStream& rtp, sipcore::sdp::Direction direction)
{
    sipcore::sdp::LocalStream stream;
    stream.kind = kind;
    stream.port = rtp ? rtp.port() : std::uint16_t{0};
    stream.direction = direction;
    for (const auto& codec : codecs) {
        if (codec.kind != kind)
            continue;
        stream.codecs.push_back(codec);
        if (codec.tag == "vp8" && stream.attributes.empty())
            stream.attributes.push_back({"rtcp-fb", "* ccm fir"});
    }
    return stream;
}

bool takes_picture_requests(const sipcore::sdp::Stream& stream, const sipcore::sdp::Agreed* agreed)
{
    bool vp8 = agreed && !agreed->codecs.empty() && agreed->codecs.front().codec.tag == "vp8";
    return vp8 || std::ranges::any_of(stream.attributes, [](const auto& attribute) {
        return attribute.name == "rtcp-fb" && attribute.value.find("ccm fir") != std::string::npos;
    });
}

}  // namespace chan_sip

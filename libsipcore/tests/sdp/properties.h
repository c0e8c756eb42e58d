// SPDX-License-Identifier: GPL-2.0-only
/** @file What must hold for any text at all that a peer calls a description. Used by the tests with changed texts, and by
 *  the fuzzer with its own. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/sdp.h"

namespace sipcore::sdp {

/** What we bring when a text is tried: all kinds of streams. */
inline Local tried_local()
{
    Local local;
    local.address = local.origin = IpAddress::v4({198, 51, 100, 1});
    std::uint16_t port = 10000;
    for (auto kind : {Kind::audio, Kind::video, Kind::text, Kind::image}) {
        LocalStream stream;
        stream.kind = kind;
        stream.port = port;
        port += 2;
        Codec codec;
        codec.kind = kind;
        codec.encoding = kind == Kind::audio ? "PCMU" : kind == Kind::video ? "H264" : "T140";
        codec.rate = kind == Kind::audio ? 8000 : kind == Kind::video ? 90000 : 1000;
        codec.payload = kind == Kind::audio ? 0 : 99;
        if (kind != Kind::image)
            stream.codecs = {codec};
        stream.telephone_event = 101;
        local.streams.push_back(stream);
    }
    return local;
}

/** What is wrong with an answer, nothing when it is one. @rfc{3264,6} */
inline std::optional<std::string> fault_of_answer(const Description& offered, const Answer& made)
{
    if (made.description.streams.size() != offered.streams.size())
        return "an answer has another count of streams than its offer";
    for (std::size_t i = 0; i < offered.streams.size(); ++i) {
        if (offered.streams[i].port == 0 && made.description.streams[i].port != 0)
            return "a stream that was off is on in the answer";
        if (offered.streams[i].kind != made.description.streams[i].kind)
            return "a stream changed its kind in the answer";
    }
    if (made.agreed.empty() || made.agreed.size() > 4)
        return "an answer agrees on nothing, or on too much";
    if (!parse(print(made.description)))
        return "an answer cannot be read";
    return std::nullopt;
}

/** What is wrong with how a text is treated, nothing when all is well. */
inline std::optional<std::string> fault_of(std::string_view text)
{
    auto read = parse(text);
    if (!read)
        return read.error().status == 488 && !read.error().reason.empty() ? std::nullopt
                                                                          : std::optional{"a refusal that is no 488"};
    if (read->streams.empty() || read->streams.size() > max_streams || read->attributes.size() > max_attributes)
        return "more or less than may be read";
    if (auto again = parse(print(*read))) {
        auto text_again = print(*again);
        auto third = parse(text_again);
        if (!third || print(*third) != text_again)
            return "what is written is not what is read";
    }
    if (auto made = answer(*read, tried_local())) {
        if (auto fault = fault_of_answer(*read, *made))
            return fault;
    }
    if (auto agreed = settle(tried_local(), *read); agreed && agreed->empty())
        return "an agreement on nothing";
    answer_direction(hold_of(*read));
    for (const auto& name : names_of(*read))
        resolve(*read, name, IpAddress::v4({192, 0, 2, 1}));
    return names_of(*read).empty() ? std::nullopt : std::optional{"a name that cannot be resolved"};
}

}  // namespace sipcore::sdp

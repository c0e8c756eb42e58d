// SPDX-License-Identifier: GPL-2.0-only
/** @file Descriptions that tests begin with, and the codecs that we bring. */
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sipcore/sdp.h"

namespace sipcore::sdp::samples {

/** The name of a row of a table of cases, for who reads a test's result. */
struct RowName {
    /** The row's own `name`. */
    template <class Row>
    std::string operator()(const testing::TestParamInfo<Row>& row) const
    {
        return row.param.name;
    }
};

/** A line that tells of a certificate. */
inline constexpr const char* certificate =
    "a=fingerprint:sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33";

/** The lines before the first m=, with an address of 192.0.2.1. */
inline std::string head()
{
    return "v=0\r\no=alice 1 2 IN IP4 192.0.2.1\r\ns=call\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
}

/** head() with more lines behind, each ended by CRLF. */
inline std::string with(const std::vector<std::string>& lines)
{
    auto text = head();
    for (const auto& line : lines)
        text += line + "\r\n";
    return text;
}

/** What is read of head() and those lines; the test fails when it is refused. */
inline Description read(const std::vector<std::string>& lines)
{
    auto description = parse(with(lines));
    EXPECT_TRUE(description.has_value()) << (description ? "" : description.error().reason);
    return description.value_or(Description{});
}

/** An audio codec of ours with 20 ms packets. */
inline Codec audio(std::string encoding, std::uint8_t payload, std::uint32_t rate = 8000)
{
    Codec codec;
    codec.encoding = std::move(encoding);
    codec.payload = payload;
    codec.rate = rate;
    codec.tag = codec.encoding;
    return codec;
}

/** A video codec of ours. */
inline Codec video(std::string encoding, std::uint8_t payload)
{
    auto codec = audio(std::move(encoding), payload, 90000);
    codec.kind = Kind::video;
    return codec;
}

/** An audio stream of ours at port 10000. */
inline LocalStream our_audio(std::vector<Codec> codecs)
{
    LocalStream stream;
    stream.port = 10000;
    stream.codecs = std::move(codecs);
    return stream;
}

/** A video stream of ours at port 10002. */
inline LocalStream our_video(std::vector<Codec> codecs)
{
    auto stream = our_audio(std::move(codecs));
    stream.kind = Kind::video;
    stream.port = 10002;
    return stream;
}

/** A fax stream of ours at port 4000. */
inline LocalStream our_image()
{
    LocalStream stream;
    stream.kind = Kind::image;
    stream.port = 4000;
    stream.attributes = {
        {"T38FaxVersion", "0"    },
        {"T38MaxBitRate", "14400"}
    };
    return stream;
}

/** We, at 198.51.100.1, with those streams. */
inline Local we(std::vector<LocalStream> streams)
{
    Local local;
    local.id = 7;
    local.version = 7;
    local.origin = *IpAddress::parse("198.51.100.1");
    local.address = local.origin;
    local.streams = std::move(streams);
    return local;
}

/** We with one audio stream of PCMU and PCMA, without telephone events. */
inline Local we_with_g711()
{
    return we({our_audio({audio("PCMU", 0), audio("PCMA", 8)})});
}

/** The payload types of a stream, as text: `0 8 101`. */
inline std::string payloads(const Stream& stream)
{
    std::string text;
    for (const auto& format : stream.formats)
        text += (text.empty() ? "" : " ") + std::to_string(format.payload);
    return text;
}

/** The codecs of what was agreed on, as text: `PCMU:0 iLBC:97`. */
inline std::string codecs(const Agreed& agreed)
{
    std::string text;
    for (const auto& joint : agreed.codecs)
        text += (text.empty() ? "" : " ") + joint.codec.encoding + ':' + std::to_string(joint.payload);
    return text;
}

}  // namespace sipcore::sdp::samples

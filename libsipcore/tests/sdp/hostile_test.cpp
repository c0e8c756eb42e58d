// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts that nobody means well with: descriptions changed at random, always the same way. */
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "sdp/properties.h"
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

/** Texts to change. */
const std::vector<std::string>& seeds()
{
    static const std::vector<std::string> texts{
        samples::with({"m=audio 40000 RTP/AVP 0 8 97 101", "a=rtpmap:97 opus/48000/2", "a=fmtp:97 useinbandfec=1",
                       "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:20", "a=sendonly"}),
        samples::with({"b=CT:384", "m=audio 4 RTP/SAVP 0", "a=crypto:1 X inline:y|2^20|1:4", "m=video 6 RTP/AVP 99",
                       "c=IN IP6 2001:db8::1", "a=rtpmap:99 H264/90000", "a=fmtp:99 profile-level-id=42801F"}),
        samples::with({"m=image 5000 udptl t38", "a=T38FaxVersion:0", "a=T38FaxMaxDatagram:400",
                       "a=T38FaxUdpEC:t38UDPFEC", "m=text 8 RTP/AVP 98", "a=rtpmap:98 T140/1000",
                       "c=IN IP4 media.example.com", "a=inactive"}),
    };
    return texts;
}

/** Pieces that like to break readers. */
constexpr std::string_view pieces[] = {"99999999999999999999",
                                       "-1",
                                       "65536",
                                       "256",
                                       "\r\n",
                                       "\n",
                                       "=",
                                       ":",
                                       "/",
                                       " ",
                                       "\t",
                                       "a=rtpmap:",
                                       "a=fmtp:0 ",
                                       "m=audio 1 RTP/AVP ",
                                       "m=image 1 udptl t38\n",
                                       "c=IN IP4 0.0.0.0\n",
                                       "%00",
                                       "\x7f",
                                       "\xff\xfe",
                                       "a=sendonly\x01\n",
                                       "\"",
                                       "0 0 0 0 0 0 0 0"};

/** A text with one change. */
std::string changed(std::string text, std::mt19937& random)
{
    auto at = [&] { return random() % (text.size() + 1); };
    switch (random() % 5) {
    case 0:
        text.insert(at(), pieces[random() % std::size(pieces)]);
        break;
    case 1:
        text.erase(at(), random() % 8);
        break;
    case 2:
        if (!text.empty())
            text[random() % text.size()] = static_cast<char>(random());
        break;
    case 3:
        text.insert(at(), text.substr(at(), random() % 60));
        break;
    default:
        text.resize(at());
        break;
    }
    return text;
}

TEST(SdpHostile, ChangedTextsAreRefusedOrReadAndAnsweredRight)
{
    std::mt19937 random{20261124};  // NOLINT: the same every time
    int read = 0;
    for (int round = 0; round < 20000; ++round) {
        auto text = seeds()[random() % seeds().size()];
        for (auto changes = 1 + random() % 6; changes > 0; --changes)
            text = changed(std::move(text), random);
        auto fault = fault_of(text);
        ASSERT_FALSE(fault) << *fault << " in:\n" << text;
        read += parse(text).has_value();
    }
    EXPECT_GT(read, 2000) << "the changes break everything, so they prove little";
}

TEST(SdpHostile, TheFuzzersSeedsAreTreatedRight)
{
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator{CHAN_SIP_SOURCE_DIR "/tests/fuzz/sdp"}) {
        std::ifstream file{entry.path(), std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        auto fault = fault_of(text);
        EXPECT_FALSE(fault) << *fault << " in " << entry.path();
        ++seen;
    }
    EXPECT_GT(seen, 5);
}

TEST(SdpHostile, LongRunsOfOneCharacterEndSoon)
{
    for (int c = 1; c < 256; ++c) {
        auto fault = fault_of(samples::head() + std::string(max_text / 2, static_cast<char>(c)));
        EXPECT_FALSE(fault) << *fault << " with " << c;
    }
}

TEST(SdpHostile, ManyLinesOfAnyTypeEndSoon)
{
    for (char type = 'a'; type <= 'z'; ++type) {
        auto text = samples::head();
        while (text.size() + 3 < max_text)
            text += std::string{type} + "=\n";
        auto fault = fault_of(text);
        EXPECT_FALSE(fault) << *fault << " with " << type;
    }
}

}  // namespace
}  // namespace sipcore::sdp

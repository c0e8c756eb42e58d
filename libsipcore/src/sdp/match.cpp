// SPDX-License-Identifier: GPL-2.0-only
/** @file The static payload types, the spellings that phones use, and comparing. */
#include "sdp/match.h"

#include <algorithm>
#include <array>

#include "sdp/text.h"
#include "sipcore/letter_case.h"

namespace sipcore::sdp {
namespace {

/** The audio and video types that RFC 3551 gave a number. */
constexpr StaticPayload static_payloads[] = {
    {0,  "PCMU",  8000,  1},
    {3,  "GSM",   8000,  1},
    {4,  "G723",  8000,  1},
    {5,  "DVI4",  8000,  1},
    {6,  "DVI4",  16000, 1},
    {7,  "LPC",   8000,  1},
    {8,  "PCMA",  8000,  1},
    {9,  "G722",  8000,  1},
    {10, "L16",   44100, 2},
    {11, "L16",   44100, 1},
    {12, "QCELP", 8000,  1},
    {13, "CN",    8000,  1},
    {14, "MPA",   90000, 1},
    {15, "G728",  8000,  1},
    {16, "DVI4",  11025, 1},
    {17, "DVI4",  22050, 1},
    {18, "G729",  8000,  1},
    {25, "CelB",  90000, 1},
    {26, "JPEG",  90000, 1},
    {28, "nv",    90000, 1},
    {31, "H261",  90000, 1},
    {32, "MPV",   90000, 1},
    {33, "MP2T",  90000, 1},
    {34, "H263",  90000, 1},
};

/** An encoding name that some devices write, and the registered one. */
struct Spelling {
    std::string_view written;     ///< as it is seen
    std::string_view registered;  ///< as RFC 3551 and others name it
};

/** Names seen on phones and gateways. */
constexpr Spelling spellings[] = {
    {"G729A",   "G729"},
    {"G.729",   "G729"},
    {"G.729A",  "G729"},
    {"G729AB",  "G729"},
    {"G7231",   "G723"},
    {"G723.1",  "G723"},
    {"G.723",   "G723"},
    {"G.723.1", "G723"},
    {"G.722",   "G722"},
    {"G.711U",  "PCMU"},
    {"G711U",   "PCMU"},
    {"G.711A",  "PCMA"},
    {"G711A",   "PCMA"},
    {"GSM-FR",  "GSM" },
};

/** The registered name of an encoding. */
std::string_view registered(std::string_view encoding)
{
    auto known = std::ranges::find_if(spellings, [&](const Spelling& s) { return same_name(s.written, encoding); });
    return known == std::end(spellings) ? encoding : known->registered;
}

/** Whether two clock rates are one: G.722 is 8000 by decree, and 16000 by those who did not read it. @rfc{3551,4.5.2} */
bool same_rate(std::string_view encoding, std::uint32_t one, std::uint32_t other)
{
    if (one == other)
        return true;
    auto fits_g722 = [](std::uint32_t rate) { return rate == 8000 || rate == 16000; };
    return same_name(encoding, "G722") && fits_g722(one) && fits_g722(other);
}

/** Whether channels are compared: Opus always writes two, and some leave them out. @rfc{7587,7} */
bool counts_channels(std::string_view encoding)
{
    return !same_name(encoding, "opus");
}

}  // namespace

const StaticPayload* static_payload(std::uint8_t payload)
{
    auto known = std::ranges::find(static_payloads, payload, &StaticPayload::payload);
    return known == std::end(static_payloads) ? nullptr : &*known;
}

Format understood(const Format& format)
{
    auto full = format;
    const auto* known = static_payload(format.payload);
    if (!full.encoding.empty() || !known)
        return full;
    full.encoding = known->encoding;
    full.rate = known->rate;
    full.channels = known->channels;
    return full;
}

bool is_telephone_event(const Format& format)
{
    return same_name(format.encoding, "telephone-event");
}

bool is_codec(const Format& format, const Codec& codec)
{
    auto full = understood(format);
    auto name = registered(full.encoding);
    auto ours = registered(codec.encoding);
    return !name.empty() && same_name(name, ours) && same_rate(ours, full.rate, codec.rate) &&
           (full.channels == codec.channels || !counts_channels(ours));
}

const Format* find_format(const std::vector<Format>& formats, const Codec& codec)
{
    auto found = std::ranges::find_if(formats, [&](const Format& format) { return is_codec(format, codec); });
    return found == formats.end() ? nullptr : &*found;
}

const Format* find_telephone_event(const std::vector<Format>& formats, std::uint32_t rate)
{
    const Format* best = nullptr;
    for (const auto& format : formats) {
        if (!is_telephone_event(format))
            continue;
        if (format.rate == rate)
            return &format;
        if (!best || (best->rate != 8000 && format.rate == 8000))
            best = &format;
    }
    return best;
}

}  // namespace sipcore::sdp

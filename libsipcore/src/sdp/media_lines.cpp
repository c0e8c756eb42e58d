// SPDX-License-Identifier: GPL-2.0-only
/** @file The lines that make a stream: m=, c=, rtpmap, fmtp, ptime, maxptime, directions. */
#include "sdp/media_lines.h"

#include <algorithm>

#include "sdp/text.h"
#include "sipcore/letter_case.h"

namespace sipcore::sdp {
namespace {

/** A word of m= and the kind that it means. */
struct KindName {
    std::string_view name;  ///< the word
    Kind kind;              ///< what it means
};

/** The words that we know. */
constexpr KindName kinds[] = {
    {"audio", Kind::audio},
    {"video", Kind::video},
    {"text",  Kind::text },
    {"image", Kind::image},
};

/** A direction with its attribute. */
struct DirectionName {
    std::string_view name;  ///< the attribute
    Direction direction;    ///< what it means
};

/** All directions. */
constexpr DirectionName directions[] = {
    {"sendrecv", Direction::sendrecv},
    {"sendonly", Direction::sendonly},
    {"recvonly", Direction::recvonly},
    {"inactive", Direction::inactive},
};

/** Longest packet time in ms that is believed. */
constexpr unsigned longest_ptime = 1000;

/** The kind of a media word. */
Kind kind_named(std::string_view name)
{
    auto known = std::ranges::find_if(kinds, [&](const KindName& k) { return same_name(k.name, name); });
    return known == std::end(kinds) ? Kind::other : known->kind;
}

/** Whether a text can be a host name: labels of letters, digits, `-` and `_`, with a letter somewhere. @rfc{1123,2.1} */
bool is_host_name(std::string_view text)
{
    auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    if (text.empty() || text.size() > 253 || !std::ranges::any_of(text, is_letter))
        return false;
    while (!text.empty()) {
        auto label = take_until(text, '.');
        if (label.empty() || label.size() > 63 || !std::ranges::all_of(label, is_inner))
            return false;
    }
    return true;
}

/** The refusal with that reason. */
std::unexpected<Error> refused(std::string reason)
{
    return std::unexpected(Error{488, std::move(reason)});
}

/** Reads the port of m=, which may name a count of ports that nobody uses any more. */
std::optional<std::uint16_t> read_port(std::string_view word)
{
    return number<std::uint16_t>(take_until(word, '/'));
}

/** Takes one format word of m= into a stream; a payload type that was there already is passed by. */
Result<void> add_format(std::string_view word, Stream& stream)
{
    if (stream.formats.size() + stream.other_formats.size() == max_formats)
        return refused("Too many formats in SDP");
    if (!stream.is_rtp()) {
        stream.other_formats.emplace_back(word);
        return {};
    }
    auto payload = number<std::uint8_t>(word);
    if (!payload || *payload > 127)
        return refused("Unusable payload type in SDP");
    if (std::ranges::find(stream.formats, *payload, &Format::payload) == stream.formats.end())
        stream.formats.push_back({.payload = *payload, .encoding = {}, .rate = 0, .channels = 1, .parameters = {}});
    return {};
}

/** The format that `rtpmap:` or `fmtp:` begins with, cut off `value`; null when the stream has none such. */
Format* take_format(std::string_view& value, Stream& stream)
{
    auto payload = number<std::uint8_t>(take_word(value));
    auto found = payload ? std::ranges::find(stream.formats, *payload, &Format::payload) : stream.formats.end();
    return found == stream.formats.end() ? nullptr : &*found;
}

/** Reads `rtpmap`'s value: payload type, encoding name, clock rate, channels; the first one for a format counts. */
void apply_rtpmap(std::string_view value, Stream& stream)
{
    auto* format = take_format(value, stream);
    value = trimmed(value);
    auto encoding = trimmed(take_until(value, '/'));
    auto rate_text = trimmed(take_until(value, '/'));
    auto rate = rate_text.empty() ? 8000U : number<std::uint32_t>(rate_text).value_or(0);
    auto channels = value.empty() ? 1U : number<unsigned>(trimmed(value)).value_or(0);
    if (!format || !format->encoding.empty() || encoding.empty() || rate == 0 || channels == 0 || channels > 255)
        return;
    format->encoding = encoding;
    format->rate = rate;
    format->channels = channels;
}

/** Reads `fmtp`'s value: payload type and parameters; the first one for a format counts. */
void apply_fmtp(std::string_view value, Stream& stream)
{
    auto* format = take_format(value, stream);
    if (format && format->parameters.empty())
        format->parameters = trimmed(value);
}

/** Reads a packet time, of which some write fractions; 0 when it is none that can be. */
unsigned read_ptime(std::string_view value)
{
    auto time = number<unsigned>(trimmed(take_until(value, '.'))).value_or(0);
    return time <= longest_ptime ? time : 0;
}

}  // namespace

Connection read_connection(std::string_view value)
{
    if (!same_name(take_word(value), "IN"))
        return {};
    take_word(value);  // IP4 or IP6: the address says it itself, and not every phone agrees with itself
    auto word = take_word(value);
    auto host = take_until(word, '/');  // a multicast address has its time to live behind it
    if (auto address = IpAddress::parse(host))
        return {*address, {}};
    if (is_host_name(host))
        return {{}, std::string{host}};
    return {};
}

Result<Stream> read_media(std::string_view value)
{
    Stream stream;
    stream.media = take_word(value);
    stream.kind = kind_named(stream.media);
    auto port = read_port(take_word(value));
    stream.profile = take_word(value);
    if (!port || stream.profile.empty())
        return refused("Unusable media line in SDP");
    stream.port = *port;
    for (auto word = take_word(value); !word.empty(); word = take_word(value)) {
        if (auto added = add_format(word, stream); !added)
            return std::unexpected(added.error());
    }
    return stream;
}

std::optional<Direction> read_direction(std::string_view name)
{
    auto known = std::ranges::find_if(directions, [&](const DirectionName& d) { return same_name(d.name, name); });
    if (known == std::end(directions))
        return std::nullopt;
    return known->direction;
}

std::string_view direction_name(Direction direction)
{
    return std::ranges::find(directions, direction, &DirectionName::direction)->name;
}

bool apply_attribute(const Attribute& attribute, Stream& stream)
{
    bool rtp = stream.is_rtp();
    if (rtp && same_name(attribute.name, "rtpmap"))
        apply_rtpmap(attribute.value, stream);
    else if (rtp && same_name(attribute.name, "fmtp"))
        apply_fmtp(attribute.value, stream);
    else if (rtp && same_name(attribute.name, "ptime"))
        stream.ptime = read_ptime(attribute.value);
    else if (rtp && same_name(attribute.name, "maxptime"))
        stream.maxptime = read_ptime(attribute.value);
    else
        return false;
    return true;
}

}  // namespace sipcore::sdp

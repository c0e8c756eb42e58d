// SPDX-License-Identifier: GPL-2.0-only
/** @file Writing a description. Lines stand where phones have seen them for years: keys of an audio stream before its
 *  codecs, those of the others last, packet times behind the codecs, the direction at the end. @rfc{4566,5} */
#include <algorithm>

#include "sdp/media_lines.h"
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** Where an attribute stands among a stream's lines. */
enum class Place : std::uint8_t { before_formats, after_formats, after_times, last };

/** Whether an attribute belongs to ICE or DTLS. @rfc{8839,5} @rfc{8122,5} */
bool is_connectivity(std::string_view name)
{
    constexpr std::string_view names[] = {"candidate",   "ice-ufrag", "ice-pwd",    "ice-lite",
                                          "ice-options", "setup",     "connection", "fingerprint"};
    return std::ranges::any_of(names, [&](auto known) { return same_name(known, name); });
}

/** The place of an attribute. */
Place place_of(Kind kind, std::string_view name)
{
    if (kind == Kind::audio) {
        if (same_name(name, "crypto"))
            return Place::before_formats;
        return same_name(name, "silenceSupp") ? Place::after_formats : Place::after_times;
    }
    if (kind == Kind::video || kind == Kind::text) {
        if (same_name(name, "crypto"))
            return Place::last;
        return is_connectivity(name) ? Place::before_formats : Place::after_formats;
    }
    return Place::after_formats;
}

/** Adds a line. */
void add_line(std::string& to, char type, std::string_view value)
{
    to += type;
    to += '=';
    to += value;
    to += "\r\n";
}

/** `IN IP4 192.0.2.1`. No address is written as the wildcard, for the line must be there. */
std::string network_text(const IpAddress& address)
{
    if (address.family() == IpAddress::Family::none)
        return "IN IP4 0.0.0.0";
    return (address.is_v6() ? "IN IP6 " : "IN IP4 ") + address.text();
}

/** Adds c= when there is something to say. */
void add_connection(std::string& to, const IpAddress& address, std::string_view host)
{
    if (address.family() != IpAddress::Family::none)
        add_line(to, 'c', network_text(address));
    else if (!host.empty())
        add_line(to, 'c', "IN IP4 " + one_word(host));
}

/** Adds a=. */
void add_attribute(std::string& to, const Attribute& attribute)
{
    auto text = one_word(attribute.name);
    if (!attribute.value.empty())
        text += ':' + one_line(attribute.value);
    add_line(to, 'a', text);
}

/** Adds the attributes of one place. */
void add_attributes(std::string& to, const Stream& stream, Place place)
{
    for (const auto& attribute : stream.attributes) {
        if (place_of(stream.kind, attribute.name) == place)
            add_attribute(to, attribute);
    }
}

/** The format words of m=; there must be one, even of a stream without any. */
std::string format_words(const Stream& stream)
{
    std::string words;
    for (const auto& format : stream.formats)
        words += ' ' + std::to_string(format.payload);
    for (const auto& word : stream.other_formats)
        words += ' ' + one_word(word);
    if (words.empty())
        words = stream.is_rtp() ? " 0" : stream.kind == Kind::image ? " t38" : " *";
    return words;
}

/** Adds rtpmap and fmtp of a format, where it says them. */
void add_format(std::string& to, const Format& format)
{
    auto number = std::to_string(format.payload);
    if (!format.encoding.empty()) {
        auto map = "rtpmap:" + number + ' ' + one_word(format.encoding) + '/' + std::to_string(format.rate);
        if (format.channels > 1)
            map += '/' + std::to_string(format.channels);
        add_line(to, 'a', map);
    }
    if (!format.parameters.empty())
        add_line(to, 'a', "fmtp:" + number + ' ' + one_line(format.parameters));
}

/** Adds ptime and maxptime, where they are said. */
void add_times(std::string& to, const Stream& stream)
{
    if (stream.ptime)
        add_line(to, 'a', "ptime:" + std::to_string(stream.ptime));
    if (stream.maxptime)
        add_line(to, 'a', "maxptime:" + std::to_string(stream.maxptime));
}

/** Adds a stream: a declined one is its m= line. */
void add_stream(std::string& to, const Stream& stream)
{
    add_line(to, 'm',
             one_word(stream.media) + ' ' + std::to_string(stream.port) + ' ' + one_word(stream.profile) +
                 format_words(stream));
    if (stream.port == 0)
        return;
    add_connection(to, stream.address, stream.host);
    add_attributes(to, stream, Place::before_formats);
    for (const auto& format : stream.formats)
        add_format(to, format);
    add_attributes(to, stream, Place::after_formats);
    add_times(to, stream);
    add_attributes(to, stream, Place::after_times);
    if (stream.is_rtp() || stream.direction != Direction::sendrecv)
        add_line(to, 'a', direction_name(stream.direction));
    add_attributes(to, stream, Place::last);
}

}  // namespace

std::string print(const Description& description)
{
    std::string text;
    text.reserve(512);
    add_line(text, 'v', "0");
    add_line(text, 'o',
             one_word(description.owner) + ' ' + std::to_string(description.id) + ' ' +
                 std::to_string(description.version) + ' ' + network_text(description.origin));
    auto session = one_line(description.session);
    add_line(text, 's', session.empty() ? "-" : session);
    add_connection(text, description.address, description.host);
    if (description.call_bandwidth)
        add_line(text, 'b', "CT:" + std::to_string(description.call_bandwidth));
    add_line(text, 't', "0 0");
    for (const auto& attribute : description.attributes)
        add_attribute(text, attribute);
    for (const auto& stream : description.streams)
        add_stream(text, stream);
    return text;
}

}  // namespace sipcore::sdp

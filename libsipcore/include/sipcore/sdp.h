// SPDX-License-Identifier: GPL-2.0-only
/** @file A session description as a value, and offer and answer as pure functions over it. No description that a peer
 *  sends is taken for more than its bounded text says. @rfc{4566,5} @rfc{3264,5} */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/export.h"
#include "sipcore/result.h"
#include "sipcore/sdp_transport.h"

namespace sipcore::sdp {

/** Most octets of a description that are read. */
inline constexpr std::size_t max_text = 16384;
/** Most m= lines that are read. */
inline constexpr std::size_t max_streams = 16;
/** Most formats of one m= line that are read. */
inline constexpr std::size_t max_formats = 64;
/** Most attributes of a level that are read. */
inline constexpr std::size_t max_attributes = 256;

/** Which way media flows, from the side of who wrote the description. @rfc{3264,5.1} */
enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };

/** What a stream is. */
enum class Kind : std::uint8_t { audio, video, text, image, other };

/** A line `a=name[:value]` that has no member of its own. */
struct Attribute {
    std::string name;   ///< before the colon
    std::string value;  ///< after it, empty without one

    /** Equal in both. */
    bool operator==(const Attribute&) const = default;
};

/** A format of an RTP stream: payload type with what rtpmap and fmtp say. @rfc{4566,6} */
struct Format {
    std::uint8_t payload = 0;    ///< payload type, 0 to 127
    std::string encoding;        ///< encoding name as written (`PCMU`); empty without an rtpmap: static payload
    std::uint32_t rate = 0;      ///< clock rate in Hz; 0 without an rtpmap
    unsigned channels = 1;       ///< audio channels
    std::string parameters;      ///< of fmtp, as written; empty without one

    /** Equal in all. */
    bool operator==(const Format&) const = default;
};

/** One m= line with what belongs to it. */
struct Stream {
    Kind kind = Kind::audio;              ///< the word, known ones
    std::string media;                    ///< the word as written
    std::uint16_t port = 0;               ///< 0: declined
    std::string profile = "RTP/AVP";      ///< transport as written
    std::vector<Format> formats;          ///< of an RTP profile, in order of preference
    std::vector<std::string> other_formats;  ///< format words of any other profile (`t38`)
    IpAddress address;                    ///< of its own c= line; none: the session's
    Direction direction = Direction::sendrecv;  ///< of the stream, or of the session
    unsigned ptime = 0;                   ///< packet time in ms; 0: not said
    unsigned maxptime = 0;                ///< longest packet time in ms; 0: not said
    std::vector<Attribute> attributes;    ///< all others, in order
    std::string host;                     ///< of its own c= line when that is a name, which the reader may resolve

    /** Whether it is RTP by its profile. */
    SIPCORE_API bool is_rtp() const;
    /** Whether its profile wants encrypted media (SAVP, SAVPF, with or without DTLS). @rfc{3711,3} */
    SIPCORE_API bool is_secure() const;
    /** The value of the first attribute of that name. */
    SIPCORE_API std::optional<std::string_view> attribute(std::string_view name) const;
    /** Equal in all. */
    bool operator==(const Stream&) const = default;
};

/** A whole description. */
struct Description {
    std::string owner = "-";         ///< o= user
    std::uint64_t id = 0;            ///< o= session id
    std::uint64_t version = 0;       ///< o= version
    IpAddress origin;                ///< o= address
    std::string session = "-";       ///< s=
    IpAddress address;               ///< session c=; none: each stream has its own
    std::vector<Attribute> attributes;  ///< of the session, directions apart
    std::vector<Stream> streams;     ///< in the order of the m= lines
    std::string host;                ///< of the session's c= line when that is a name, which the reader may resolve
    unsigned call_bandwidth = 0;     ///< `b=CT:` in kbit/s; 0: not said. @rfc{4566,5.8}

    /** The address that media of a stream goes to: its own, otherwise the session's. */
    SIPCORE_API IpAddress address_of(const Stream& stream) const;
    /** The first stream of a kind, null without one. */
    SIPCORE_API const Stream* first(Kind kind) const;
    /** Equal in all. */
    bool operator==(const Description&) const = default;
};

/**
 * Reads a description, with tolerance for what known phones write (LF alone, lines out of order, blanks).
 * A c= line whose host is a name counts as usable: `host` keeps the name, see names_of. Streams with port 0 need none.
 *
 * @param text  the body, at most max_text octets
 * @return the description; Error{488} when there is no m=, no usable o= or c=, a payload that is no number, or a bound
 *         is passed; the reason says which
 * @threads any
 * @rfc{4566,5}
 */
SIPCORE_API Result<Description> parse(std::string_view text);

/** The host names that stand in c= lines of live streams, each once: who can, looks them up. @threads any */
SIPCORE_API std::vector<std::string> names_of(const Description& description);
/** Puts the address that a name was found to have wherever the name stands in a c= line. @threads any */
SIPCORE_API void resolve(Description& description, std::string_view name, const IpAddress& address);

/**
 * Whether a description says again what the one before said: the same origin with a version that is not higher. What
 * it says otherwise is then not looked at, unless ignoresdpversion is on.
 * @param before  the last one that was taken from this peer in this dialog
 * @param now     the one that came
 * @threads any
 * @rfc{3264,8} @option{ignoresdpversion}
 */
SIPCORE_API bool is_repeated(const Description& before, const Description& now);

/**
 * Finds the description in a message's body.
 * @param content_type  the value of Content-Type; empty takes none
 * @param body          the message's body
 * @return the body itself for application/sdp, its part of that type for a multipart one; nothing otherwise. A view
 *         into `body`
 * @threads any
 * @rfc{3261,7.4} @rfc{2046,5.1}
 */
SIPCORE_API std::optional<std::string_view> body_of(std::string_view content_type, std::string_view body);

/**
 * Writes a description in the order that RFC 4566 wants, lines ended by CRLF. A stream with port 0 is its m= line alone.
 * Characters that would end a line are left out of values, so that no text which came from outside can add a line.
 * @threads any
 * @rfc{4566,5}
 */
SIPCORE_API std::string print(const Description& description);

/** One codec that we can do: what both sides compare, and what is printed. */
struct Codec {
    Kind kind = Kind::audio;         ///< of which streams
    std::string encoding;            ///< encoding name (`PCMU`), compared without letter case
    std::uint32_t rate = 8000;       ///< clock rate in Hz
    unsigned channels = 1;           ///< audio channels
    std::uint8_t payload = 0;        ///< the payload type that we offer it with
    std::string parameters;          ///< of fmtp in our offers
    unsigned ptime = 20;             ///< preferred packet time in ms
    unsigned maxptime = 0;           ///< longest packet time in ms; 0: not said
    std::string tag;                 ///< the host's name of it, handed back as it is

    /** Equal in all. */
    bool operator==(const Codec&) const = default;
};

/** What of a stream kind we bring to an offer or an answer. */
struct LocalStream {
    Kind kind = Kind::audio;             ///< of which streams
    std::uint16_t port = 0;              ///< of our media socket
    std::vector<Codec> codecs;           ///< preferred first
    std::optional<std::uint8_t> telephone_event;  ///< payload type of our telephone events. @rfc{4733,2}
    Direction direction = Direction::sendrecv;    ///< what we want
    std::string profile;                 ///< transport of an offer; empty: `RTP/AVP`, for an image `udptl`. An answer
                                         ///< has the offer's
    Protection protection;               ///< what is done about its keys; beside DTLS and SDES none is taken
    std::vector<Attribute> attributes;   ///< all others of the stream: crypto, ICE, DTLS, T.38, …
    IpAddress address;                   ///< of its own c= line; none: the session's
};

/** What we bring to an offer or an answer. */
struct Local {
    std::string owner = "root";          ///< o= user
    std::string session = "Asterisk PBX";  ///< s=
    std::uint64_t id = 0;                ///< o= session id
    std::uint64_t version = 0;           ///< o= version
    IpAddress origin;                    ///< o= address
    IpAddress address;                   ///< session c=
    std::vector<LocalStream> streams;    ///< at most one of each kind, in the order of an offer
    bool one_codec = false;              ///< answer with the first joint codec of each stream alone
    bool compact = false;                ///< no rtpmap for static payload types. @option{compactheaders}
    unsigned call_bandwidth = 0;         ///< `b=CT:` in kbit/s beside a live video stream; 0: none. @option{maxcallbitrate}
};

/** Makes an offer: our streams in their order. @threads any @rfc{3264,5} */
SIPCORE_API Description offer(const Local& local);

/** A codec that both sides have. */
struct Joint {
    Codec codec;                 ///< as we have it
    std::uint8_t payload = 0;    ///< the payload type of the offer
    std::string parameters;      ///< what the other side's fmtp says

    /** Equal in all. */
    bool operator==(const Joint&) const = default;
};

/** What was agreed on for one stream kind. */
struct Agreed {
    Kind kind = Kind::audio;             ///< of which streams
    SocketAddress remote;                ///< where our media goes
    std::vector<Joint> codecs;           ///< preferred first
    std::optional<std::uint8_t> telephone_event;  ///< payload type that both sides use for telephone events
    Direction theirs = Direction::sendrecv;  ///< what the other side said
    unsigned ptime = 0;                  ///< what the other side asks for in ms; 0: nothing
    std::size_t index = 0;               ///< which m= line of the other side it is, from 0
    std::string profile;                 ///< transport as the other side writes it
    Keying keying = Keying::none;        ///< where its keys come from
    MediaTransport transport;            ///< what the other side says about its keys and its ways

    /** Equal in all. */
    bool operator==(const Agreed&) const = default;
};

/** An answer, and what it settles. */
struct Answer {
    Description description;     ///< follows the offer's m= lines one for one
    std::vector<Agreed> agreed;  ///< of each accepted kind
};

/**
 * Answers an offer: joint codecs in our order with the offer's payload types; streams that we do not take are declined
 * with port 0. Of several streams of a kind the first that we can take is taken. The direction is the offer's seen from
 * here, narrowed to what we want.
 * @param offered  what the peer offers
 * @param local    what we bring
 * @return the answer; Error{488, "Not acceptable here"} when no stream is left
 * @threads any @rfc{3264,6}
 */
SIPCORE_API Result<Answer> answer(const Description& offered, const Local& local);

/**
 * Works out what an answer to our offer settles. Codecs stand in the answer's order, with the payload types that the
 * other side wants to receive.
 * @param local     what we offered
 * @param answered  what came back
 * @return what was agreed on for each accepted stream, in order; Error{488} when nothing was
 * @threads any @rfc{3264,7}
 */
SIPCORE_API Result<std::vector<Agreed>> settle(const Local& local, const Description& answered);

/** How the other side's hold shows. */
enum class Hold : std::uint8_t {
    none,      ///< media flows
    sendonly,  ///< it only sends: music
    inactive,  ///< nothing flows
    null_address,  ///< its address is 0.0.0.0. @rfc{3264,8.4}
};

/** Whether a description puts us on hold: by its direction, or by null addresses in all streams. @threads any */
SIPCORE_API Hold hold_of(const Description& description);

/** The direction that our answer to a hold carries. @rfc{3264,6.1} */
SIPCORE_API Direction answer_direction(Hold hold);

}  // namespace sipcore::sdp

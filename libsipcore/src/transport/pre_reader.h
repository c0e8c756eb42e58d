// SPDX-License-Identifier: GPL-2.0-only
/** @file The reader in front of PJSIP's parser: bounds what comes in, drops keep-alives before they cost anything, mends
 *  what known phones send and the parser refuses, and words the answer to what is broken. Pure: text in, text out. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipcore::transport {

/** What one message may be at most. */
struct Limits {
    std::size_t octets = 19998;       ///< of the whole message
    std::size_t headers = 128;        ///< header lines, folded ones counted once
    std::size_t line = 4096;          ///< octets of one header, unfolded
    std::size_t body = 16384;         ///< octets of the body
};

/** A header line as it lies in a message. */
struct HeaderLine {
    std::string_view name;   ///< without blanks
    std::string_view value;  ///< without surrounding blanks, folds as they are
};

/** A message as far as its outside goes; views into its text. */
struct Outline {
    std::string_view first;             ///< first line
    std::vector<HeaderLine> headers;    ///< in order
    std::string_view body;              ///< after the empty line
    bool is_response = false;           ///< whether the first line is a status line

    /** The value of the first header of a name or its compact form, compared without letter case. */
    std::optional<std::string_view> header(std::string_view name, char compact = '\0') const;
    /** The method of a request; empty for a response. */
    std::string_view method() const;
};

/** What is to be done with a datagram. */
struct Verdict {
    /** What happens. */
    enum class Action : std::uint8_t { pass, drop, refuse };
    Action action = Action::pass;  ///< what happens
    int status = 400;              ///< of the refusal
    std::string reason;            ///< phrase of the refusal, or why it is dropped
    Outline message{};             ///< what passed; views into the text
};

/** Whether a datagram is nothing but a keep-alive: blanks, line ends, NULs, or too short to be a message. */
bool is_keep_alive(std::string_view packet);

/** Takes a message apart; nothing when it has no first line or a bound is passed by its head. */
std::optional<Outline> outline(std::string_view packet, const Limits& limits);

/**
 * Decides about a datagram.
 * @param packet  as it was received
 * @param limits  what it may be at most
 * @return pass; refuse with 400 (a mandatory header is missing or cannot be read, stands twice, has a NUL, or the body is
 *         shorter than Content-Length says), 413, 416 (a Request-URI that is neither sip, sips nor tel), 505, 513; drop for what no answer
 *         is owed to: keep-alives, responses and ACKs that are broken, requests without a Via
 * @threads any @rfc{3261,8.1.1}
 */
Verdict inspect(std::string_view packet, const Limits& limits);

/**
 * Mends what known phones write and PJSIP's parser refuses: a Request-URI in angle brackets, CSeq's method in other letters,
 * headers that are informational and unreadable (Expires, Max-Forwards, Retry-After with junk); numbers there that are too
 * large become the largest there is; and credentials of another scheme than Digest, which count as none.
 * @param packet  as it was received
 * @return the text to be parsed instead; nothing when it may stay as it is
 * @threads any
 */
std::optional<std::string> mend(std::string_view packet);
/** The same for a message that is already taken apart: `message` is the outline of `packet`. */
std::optional<std::string> mend(std::string_view packet, const Outline& message);

/** What a request's topmost Via says of the way back. @rfc{3261,20.42} */
struct TopVia {
    std::string_view branch;  ///< its transaction; empty without one
    std::uint16_t port = 0;   ///< that it names; 0 without one
    bool rport = false;       ///< whether the answer goes to where the request came from @rfc{3581}
};

/**
 * Reads the topmost Via of a message.
 * @return nothing when there is none, or when it is written in a way that wants a real parser (quotes, brackets, folds)
 * @threads any
 */
std::optional<TopVia> top_via(const Outline& message);

/** Whether a From or To has a tag, as far as can be told without parsing it: in doubt it has. @threads any */
bool may_be_tagged(std::string_view value);

/**
 * The response to a request that is not parsed: its Vias, From, To, Call-ID and CSeq given back, To with a tag.
 * @param packet   the request
 * @param status   status code
 * @param reason   phrase
 * @param tag      tag for To where it has none
 * @param received source address; put into the top Via as `received` (and the port where rport was asked for)
 * @param port     source port
 * @param extra    further header lines, each with its line end
 * @return nothing when the request has no Via, or is an ACK or a response: nobody is waiting for an answer
 * @threads any @rfc{3261,8.2.6.2}
 */
std::optional<std::string> refusal(std::string_view packet, int status, std::string_view reason, std::string_view tag,
                                   std::string_view received, std::uint16_t port, std::string_view extra = {});

}  // namespace sipcore::transport

// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages in a stream of octets: where one ends and the next begins. Pure: octets in, pieces out. */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "transport/pre_reader.h"

namespace sipcore::transport {

/** What was found at the front of a stream. */
struct Piece {
    /** The kinds of pieces. */
    enum class Kind : unsigned char {
        none,       ///< nothing whole yet
        message,    ///< a message
        ping,       ///< two line ends between messages: the other side wants one back. @rfc{5626,4.4.1}
        too_large,  ///< a message that passes a bound: its head, as far as it came; the stream is of no use any more
        broken,     ///< where this message ends cannot be known: its head; the stream is of no use any more
    };
    Kind kind = Kind::none;  ///< which
    std::string_view text;   ///< of a message, or the head of one; valid until the framer is used again
};

/**
 * Cuts a stream into messages. A message ends where its Content-Length says; one without it ends with its head when it has no
 * Content-Type, and otherwise with what has come. Not safe for several threads.
 */
class Framer {
public:
    /** With bounds for each message. */
    explicit Framer(Limits limits = {}) : limits_{limits} {}
    /** Octets came. What is kept is at most one message and what came behind it. */
    void push(std::string_view octets);
    /** Takes the next piece from the front. @rfc{3261,18.3} */
    Piece next();
    /** Octets that are kept. */
    std::size_t kept() const { return buffer_.size() - begin_; }

private:
    /** Passes over line ends between messages. @return whether there were two in a row */
    bool skip_line_ends();
    /** A piece of the first `length` octets, which are passed over. */
    Piece take(Piece::Kind kind, std::size_t length);
    /** The message whose head has `length` octets. */
    Piece with_body(std::size_t length);

    Limits limits_;
    std::string buffer_;
    std::size_t begin_ = 0;    ///< of what was not taken yet
    std::size_t scanned_ = 0;  ///< octets behind `begin_` in which no head ends
    unsigned line_ends_ = 0;   ///< in a row, before the next message
};

}  // namespace sipcore::transport

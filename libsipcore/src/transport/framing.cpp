// SPDX-License-Identifier: GPL-2.0-only
/** @file Finding the ends of messages. */
#include "transport/framing.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sipcore/letter_case.h"

namespace sipcore::transport {

namespace {

/** What a head says about its body. */
struct BodyLength {
    std::optional<std::size_t> octets;  ///< as its Content-Length says
    bool typed = false;                 ///< whether it has a Content-Type
    bool readable = true;               ///< whether its Content-Lengths are numbers, and one number
};

/** Whether a header's name is one of two, whatever its letters' case. */
bool named(std::string_view name, std::string_view full, std::string_view compact)
{
    return same_name(name, full) || same_name(name, compact);
}

/** Text without blanks at its ends. */
std::string_view trim(std::string_view text)
{
    auto from = text.find_first_not_of(" \t\r");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/** Notes one Content-Length. */
void note_length(BodyLength& body, std::string_view value)
{
    std::size_t octets = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), octets);
    // A number that no variable holds is a number still: what it says is passed by any bound.
    if (error == std::errc::result_out_of_range)
        octets = SIZE_MAX;
    bool whole = error != std::errc::invalid_argument && end == value.data() + value.size();
    body.readable = body.readable && whole && (!body.octets || *body.octets == octets);
    body.octets = octets;
}

/** Reads what a head says about its body. */
BodyLength body_of(std::string_view head)
{
    BodyLength body;
    while (!head.empty()) {
        auto line = head.substr(0, head.find('\n'));
        head.remove_prefix(std::min(line.size() + 1, head.size()));
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto name = trim(line.substr(0, colon));
        if (named(name, "content-length", "l"))
            note_length(body, trim(line.substr(colon + 1)));
        else if (named(name, "content-type", "c"))
            body.typed = true;
    }
    return body;
}

/** The octets of a head with its empty line; nothing while it has no end. Looks from `from` on. */
std::optional<std::size_t> end_of_head(std::string_view text, std::size_t from)
{
    for (auto at = text.find('\n', from); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (at + 1 < text.size() && text[at + 1] == '\n')
            return at + 2;
        if (at + 2 < text.size() && text[at + 1] == '\r' && text[at + 2] == '\n')
            return at + 3;
    }
    return std::nullopt;
}

}  // namespace

void Framer::push(std::string_view octets)
{
    if (begin_ > 0) {
        buffer_.erase(0, begin_);
        begin_ = 0;
    }
    buffer_.append(octets);
}

bool Framer::skip_line_ends()
{
    while (begin_ < buffer_.size()) {
        char c = buffer_[begin_];
        if (c != '\r' && c != '\n' && c != '\0' && c != ' ')
            break;
        ++begin_;
        if (c == '\n' && ++line_ends_ == 2) {
            line_ends_ = 0;
            return true;
        }
    }
    if (begin_ == buffer_.size()) {
        buffer_.clear();
        begin_ = 0;
    }
    return false;
}

Piece Framer::take(Piece::Kind kind, std::size_t length)
{
    Piece piece{kind, std::string_view{buffer_}.substr(begin_, length)};
    begin_ += piece.text.size();
    scanned_ = 0;
    line_ends_ = 0;
    return piece;
}

Piece Framer::with_body(std::size_t length)
{
    auto rest = std::string_view{buffer_}.substr(begin_);
    auto body = body_of(rest.substr(0, length));
    if (!body.readable)
        return take(Piece::Kind::broken, length);
    auto octets = body.octets ? *body.octets : body.typed ? rest.size() - length : std::size_t{0};
    if (length > limits_.octets || octets > limits_.octets - length)
        return take(Piece::Kind::too_large, length);
    if (rest.size() - length < octets)
        return {};
    return take(Piece::Kind::message, length + octets);
}

Piece Framer::next()
{
    if (scanned_ == 0 && skip_line_ends())
        return {Piece::Kind::ping, {}};
    auto rest = std::string_view{buffer_}.substr(begin_);
    if (rest.empty())
        return {};
    if (auto length = end_of_head(rest, scanned_))
        return with_body(*length);
    if (rest.size() > limits_.octets)
        return take(Piece::Kind::too_large, rest.size());
    scanned_ = rest.size() < 3 ? 0 : rest.size() - 3;
    return {};
}

}  // namespace sipcore::transport

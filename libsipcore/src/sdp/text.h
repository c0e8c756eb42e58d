// SPDX-License-Identifier: GPL-2.0-only
/** @file The small steps of reading and writing lines: words, numbers, letter case. Views into what is read; nothing is
 *  copied. */
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace sipcore::sdp {

/** Without blanks and tabs at both ends. */
std::string_view trimmed(std::string_view text);

/** Cuts the first word, up to a blank or tab, off `rest`; empty when there is none. */
std::string_view take_word(std::string_view& rest);

/** Cuts what stands before the first `separator` off `rest`, all of it without one; the separator itself goes. */
std::string_view take_until(std::string_view& rest, char separator);

/** The text without control characters, so that it cannot end a line. */
std::string one_line(std::string_view text);

/** The text as one word: no control characters, blanks as `_`, `-` when nothing is left. */
std::string one_word(std::string_view text);

/** The number that a text of decimal digits alone says; nothing when it says none or more than `T` holds. */
template <std::unsigned_integral T>
std::optional<T> number(std::string_view text)
{
    T value{};
    const char* end = text.data() + text.size();
    auto [stopped, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stopped != end || text.empty())
        return std::nullopt;
    return value;
}

}  // namespace sipcore::sdp

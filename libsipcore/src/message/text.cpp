// SPDX-License-Identifier: GPL-2.0-only
/** @file Steps on header text. */
#include "message/text.h"

#include <algorithm>
#include <cctype>

namespace sipcore::message {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_token(std::string_view text)
{
    constexpr std::string_view marks = "-.!%*_+`'~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || marks.find(c) != std::string_view::npos;
    });
}

}  // namespace sipcore::message

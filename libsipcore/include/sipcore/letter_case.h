// SPDX-License-Identifier: GPL-2.0-only
/** @file Words whose letter case does not count: names of headers, parameters, methods' parameters and options. Only the letters of
 *  ASCII have a case here, whatever the process's locale says. @rfc{3261,7.3.1} */
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace sipcore {

/** A letter in its small form; anything else as it is. @threads any */
constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** A text in small letters. @threads any */
inline std::string lower(std::string_view text)
{
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
    return result;
}

/** Whether two texts are the same but for letter case. @threads any */
constexpr bool same_name(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

/** Whether a text begins with another one, letter case apart. @threads any */
constexpr bool begins_with_name(std::string_view text, std::string_view beginning)
{
    return text.size() >= beginning.size() && same_name(text.substr(0, beginning.size()), beginning);
}

}  // namespace sipcore

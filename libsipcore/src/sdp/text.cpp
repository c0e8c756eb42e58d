// SPDX-License-Identifier: GPL-2.0-only
/** @file Words and letter case by ASCII's rules, whatever the locale says. */
#include "sdp/text.h"

#include <algorithm>

namespace sipcore::sdp {
namespace {

/** Whether it parts words. */
bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/** Whether it has no place within a line. */
bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view take_word(std::string_view& rest)
{
    while (!rest.empty() && is_blank(rest.front()))
        rest.remove_prefix(1);
    auto end = std::ranges::find_if(rest, is_blank);
    auto word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(word.size());
    return word;
}

std::string_view take_until(std::string_view& rest, char separator)
{
    auto at = rest.find(separator);
    auto part = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
    return part;
}

std::string one_line(std::string_view text)
{
    std::string line;
    line.reserve(text.size());
    std::ranges::copy_if(text, std::back_inserter(line), [](char c) { return !is_control(c) || c == '\t'; });
    return line;
}

std::string one_word(std::string_view text)
{
    auto word = one_line(text);
    std::ranges::replace_if(word, is_blank, '_');
    return word.empty() ? "-" : word;
}

}  // namespace sipcore::sdp

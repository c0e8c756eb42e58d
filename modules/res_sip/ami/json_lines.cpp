// SPDX-License-Identifier: GPL-2.0-only
/** @file Where a line of JSON is divided. */
#include "ami/json_lines.h"

namespace res_sip {

namespace {

/** Whether a text may be divided before an octet: it begins a character. */
bool begins_character(char octet)
{
    return (static_cast<unsigned char>(octet) & 0xc0U) != 0x80U;
}

/** Where the first piece of a text that is too long ends. */
std::size_t end_of_piece(std::string_view text, std::size_t longest)
{
    auto character = longest;
    while (character > 1 && !begins_character(text[character]))
        --character;
    for (auto end = character; end > longest / 2; --end) {
        if (begins_character(text[end]) && text[end] != ' ' && text[end - 1] != ' ')
            return end;
    }
    return character;  // hardly anything but blanks
}

}  // namespace

std::vector<std::string_view> pieces_of(std::string_view text, std::size_t longest)
{
    std::vector<std::string_view> pieces;
    while (text.size() > longest) {
        auto end = end_of_piece(text, longest);
        pieces.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    pieces.push_back(text);
    return pieces;
}

}  // namespace res_sip

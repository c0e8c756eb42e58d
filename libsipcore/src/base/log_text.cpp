// SPDX-License-Identifier: GPL-2.0-only
/** @file What may stand between quotes. */
#include "sipcore/log_text.h"

#include <algorithm>

namespace sipcore::log {

namespace {

/** Adds an octet as `\xNN`. */
void add_escaped(std::string& out, char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    auto octet = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[octet >> 4];
    out += digits[octet & 15];
}

/** Octets of the UTF-8 character at the beginning of a text, 0 when there is none. @rfc{3629,4} */
std::size_t utf8_length(std::string_view text)
{
    auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto lead = at(0);
    if (lead < 0x80)
        return 1;
    std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xc0) != 0x80)
            return 0;
    bool overlong = (lead == 0xe0 && at(1) < 0xa0) || (lead == 0xf0 && at(1) < 0x90);
    bool outside = (lead == 0xed && at(1) > 0x9f) || (lead == 0xf4 && at(1) > 0x8f);
    return overlong || outside ? 0 : length;
}

/** Whether a character of several octets ends a line or steers a terminal: U+0080 to U+009F, U+2028, U+2029. */
bool is_unicode_control(std::string_view character)
{
    return (character.size() == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0) ||
           character == "\xe2\x80\xa8" || character == "\xe2\x80\xa9";
}

}  // namespace

std::string between(char quote, std::string_view text, std::size_t limit)
{
    std::string out;
    bool cut = text.size() > limit;
    auto rest = text.substr(0, limit);
    while (!rest.empty()) {
        auto length = utf8_length(rest);
        auto character = rest.substr(0, std::max<std::size_t>(length, 1));
        bool steers = length == 1 && (static_cast<unsigned char>(rest[0]) < 0x20 || rest[0] == 0x7f || rest[0] == quote);
        if (length == 0 || steers || is_unicode_control(character))
            for (char c : character)
                add_escaped(out, c);
        else
            out += character;
        rest.remove_prefix(character.size());
    }
    return cut ? out + "..." : out;
}

}  // namespace sipcore::log

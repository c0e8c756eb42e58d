// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading the outside of a message. */
#include "history/heading.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sipcore/letter_case.h"

namespace res_sip {

namespace {

/** Text without blanks at its ends. */
std::string_view trim(std::string_view text)
{
    auto from = text.find_first_not_of(" \t\r");
    return from == std::string_view::npos ? std::string_view{} : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/** Whether a header's name is this one, or its compact form. */
bool is(std::string_view name, std::string_view full, char compact)
{
    return sipcore::same_name(name, full) || (compact && name.size() == 1 && sipcore::lower(name[0]) == compact);
}

/** Takes a line from the front. */
std::string_view take_line(std::string_view& rest)
{
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    return line;
}

}  // namespace

std::string_view Heading::method() const
{
    if (!is_response())
        return first.substr(0, first.find(' '));
    auto blank = cseq.find_last_of(" \t");
    return blank == std::string_view::npos ? std::string_view{} : cseq.substr(blank + 1);
}

int Heading::status() const
{
    int code = 0;
    if (is_response())
        std::from_chars(first.data() + 8, first.data() + first.size(), code);
    return code;
}

Heading heading_of(std::string_view message)
{
    Heading heading;
    heading.first = trim(take_line(message));
    while (!message.empty()) {
        auto line = take_line(message);
        if (trim(line).empty())
            break;
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto name = trim(line.substr(0, colon));
        auto value = trim(line.substr(colon + 1));
        if (heading.call_id.empty() && is(name, "call-id", 'i'))
            heading.call_id = value;
        else if (heading.cseq.empty() && is(name, "cseq", '\0'))
            heading.cseq = value;
        else if (heading.via.empty() && is(name, "via", 'v'))
            heading.via = value;
    }
    heading.sdp = message.starts_with("v=0") || message.find("\nv=0") != std::string_view::npos;
    return heading;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Taking a dial string apart, in the order that the old driver has: `!`, `/`, `@`, `:`. */
#include "channel/dial_string.h"

#include "channel/causes.h"

namespace chan_sip {
namespace {

/** Cuts off what stands before the first separator, or all; the separator goes too. */
std::string_view take(std::string_view& rest, char separator)
{
    auto end = rest.find(separator);
    auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

/** Reads the parties: To, and From behind another exclamation mark; what a third one begins is ignored. */
void read_parties(std::string_view text, DialString& parts)
{
    auto to = take(text, '!');
    auto from = take(text, '!');
    parts.to_user = take(to, '@');
    parts.to_domain = to;
    parts.from_user = take(from, '@');
    parts.from_domain = from;
}

/** Reads what stands before `@`: the user and how it proves itself. */
void read_user(std::string_view text, DialString& parts)
{
    parts.user = take(text, ':');
    parts.secret = take(text, ':');
    parts.md5_secret = take(text, ':');
    parts.auth_name = take(text, ':');
    parts.transport = take(text, ':');
}

}  // namespace

std::expected<DialString, int> parse_dial_string(std::string_view text)
{
    if (text.empty())
        return std::unexpected{q850::channel_unacceptable};
    DialString parts;
    auto target = take(text, '!');
    read_parties(text, parts);
    if (target.empty())
        return std::unexpected{q850::destination_out_of_order};

    auto who = take(target, '/');
    auto extension = take(target, '/');
    parts.proxy = take(target, '/');
    if (who.find('@') != std::string_view::npos)
        read_user(take(who, '@'), parts);
    parts.host = who;
    if (parts.user.empty())
        parts.user = extension;
    else
        parts.unused_extension = extension;
    return parts;
}

}  // namespace chan_sip

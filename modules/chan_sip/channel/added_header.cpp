// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading headers that dialplans write, and Contacts that redirect. */
#include "channel/added_header.h"

#include <algorithm>
#include <cctype>

namespace chan_sip {
namespace {

/** Text without blanks around it. */
std::string_view trimmed(std::string_view text)
{
    auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/** The value of a hexadecimal digit, -1 for any other character. */
int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/** Text with `%XX` decoded. @rfc{3261,19.1.2} */
std::string decoded(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool escape = text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        result += escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        i += escape ? 2 : 0;
    }
    return result;
}

/** The host of `host[:port][;parameters]`, IPv6 with its brackets. */
std::string_view host_of(std::string_view text)
{
    if (text.starts_with('['))
        return text.substr(0, text.find(']') + 1);
    return text.substr(0, text.find_first_of(":;?>, \t"));
}

/** The transport parameter of `host[:port][;parameters]` in capitals; UDP without one. @rfc{3261,19.1.1} */
std::string transport_of(std::string_view place)
{
    constexpr std::string_view name = ";transport=";
    auto begin = place.find(name);
    if (begin == std::string_view::npos)
        return "UDP";
    auto word = place.substr(begin + name.size());
    std::string transport{word.substr(0, word.find_first_of(";?>, \t"))};
    std::ranges::transform(transport, transport.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return transport;
}

}  // namespace

std::optional<sipcore::Header> read_added_header(std::string_view text)
{
    if (text.starts_with('"'))
        text.remove_prefix(1);
    if (text.ends_with('"'))
        text.remove_suffix(1);
    auto colon = text.find(':');
    bool breaks = std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    if (colon == std::string_view::npos || breaks)
        return std::nullopt;
    auto name = trimmed(text.substr(0, colon));
    if (name.empty())
        return std::nullopt;
    return sipcore::Header{.name = std::string{name}, .value = std::string{trimmed(text.substr(colon + 1))}};
}

std::optional<RedirectTarget> read_redirect(std::string_view contact)
{
    auto open = contact.find('<');
    auto uri = contact.substr(open == std::string_view::npos ? 0 : open + 1);
    uri = trimmed(uri.substr(0, open == std::string_view::npos ? uri.size() : uri.find('>')));
    auto scheme = uri.substr(0, uri.find(':') + 1);
    if (scheme != "sip:" && scheme != "sips:")
        return std::nullopt;
    uri.remove_prefix(scheme.size());
    auto at = uri.find('@');
    auto user = at == std::string_view::npos ? std::string_view{} : uri.substr(0, at);
    auto host = host_of(at == std::string_view::npos ? uri : uri.substr(at + 1));
    if (host.empty())
        return std::nullopt;
    auto place = at == std::string_view::npos ? uri : uri.substr(at + 1);
    return RedirectTarget{.user = decoded(user.substr(0, user.find_first_of(":;"))),
                          .host = std::string{host},
                          .host_and_port = std::string{place.substr(0, place.find_first_of(";?>, \t"))},
                          .transport = transport_of(place)};
}

}  // namespace chan_sip

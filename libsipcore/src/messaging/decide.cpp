// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts of messages, taken apart. */
#include "messaging/decide.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sipcore/letter_case.h"

namespace sipcore::messaging {

namespace {

/** A text without blanks around it. */
std::string_view trimmed(std::string_view text)
{
    auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/** What stands between angle brackets; the text itself without any. */
std::string_view inside(std::string_view text)
{
    auto open = text.find('<');
    if (open == std::string_view::npos)
        return trimmed(text);
    auto close = text.find('>', open);
    return text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

/** A text without `sip:` or `sips:` in front. */
std::string_view without_scheme(std::string_view text)
{
    auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return text;
    auto scheme = text.substr(0, colon);
    return same_name(scheme, "sip") || same_name(scheme, "sips") ? text.substr(colon + 1) : text;
}

/** A display name without quotes, escapes undone. */
std::string unquoted(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return std::string{text};
    std::string out;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        out += text[i];
    }
    return out;
}

}  // namespace

std::optional<Destination> parse_destination(std::string_view to)
{
    auto uri = without_scheme(inside(to));
    auto semicolon = std::min(uri.find(';'), uri.size());
    Destination destination;
    destination.rest = uri.substr(semicolon);
    uri = uri.substr(0, semicolon);
    auto at = uri.rfind('@');
    if (at != std::string_view::npos)
        destination.user = uri.substr(0, at);
    destination.host = at == std::string_view::npos ? uri : uri.substr(at + 1);
    bool strange = std::ranges::any_of(uri, [](unsigned char c) { return c <= 0x20 || c == '<' || c == '>' || c == '"'; });
    if (destination.host.empty() || strange)
        return std::nullopt;
    return destination;
}

From parse_from(std::string_view from)
{
    auto open = from.find('<');
    if (open == std::string_view::npos)
        return {std::string{trimmed(from)}, {}, {}};
    From read;
    read.name = unquoted(from.substr(0, open));
    auto uri = inside(from);
    auto bare = without_scheme(uri);
    if (bare.size() == uri.size() && uri.find(':') == std::string_view::npos) {
        read.user = uri.substr(0, uri.find('@'));
        return read;
    }
    bare = bare.substr(0, bare.find(';'));
    auto at = bare.rfind('@');
    if (at != std::string_view::npos)
        read.user = bare.substr(0, at);
    auto host = at == std::string_view::npos ? bare : bare.substr(at + 1);
    auto end = host.starts_with('[') ? std::min(host.find(']') + 1, host.size()) : std::min(host.find(':'), host.size());
    read.domain = host.substr(0, end);
    return read;
}

bool is_reserved(std::string_view name)
{
    constexpr std::array reserved{"To",   "From",  "Via",            "Route",       "Contact",     "Call-ID",
                                  "CSeq", "Allow", "Content-Length", "Request-URI", "Max-Forwards", "Content-Type"};
    return std::ranges::any_of(reserved, [&](const char* each) { return same_name(each, name); });
}

Result<unsigned> next_hops(std::string_view value)
{
    unsigned number = 0;
    value = trimmed(value);
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < 1)
        return std::unexpected(Error{483, "Too many hops"});
    return std::min(number - 1, 255U);
}

}  // namespace sipcore::messaging

namespace sipcore {

std::string plain_lines(std::string_view body)
{
    std::string out;
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] == '\r' && (i + 1 == body.size() || body[i + 1] == '\n'))
            continue;
        out += body[i];
    }
    out.resize(out.find_last_not_of('\n') + 1);
    return out;
}

bool is_plain_text(std::string_view content_type)
{
    return content_type.starts_with("text/plain");
}

}  // namespace sipcore

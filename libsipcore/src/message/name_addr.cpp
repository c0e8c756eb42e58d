// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading addresses out of header values. */
#include "sipcore/name_addr.h"

#include <algorithm>
#include <cctype>
#include <format>

#include "message/text.h"
#include "sipcore/letter_case.h"

namespace sipcore {

namespace {

/** The value of a hexadecimal digit, -1 for any other character. */
int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/** Takes a quoted string, its escapes undone, off the beginning of a text that begins with a quote. */
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string content;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return content;
        }
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        content += text[i];
    }
    return std::nullopt;
}

/** Where the parameters of this address end: at a comma that is not inside of quotes. */
std::size_t end_of_parameters(std::string_view text)
{
    bool in_quotes = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && in_quotes)
            ++i;
        else if (text[i] == '"')
            in_quotes = !in_quotes;
        else if (text[i] == ',' && !in_quotes)
            return i;
    }
    return text.size();
}

/** Reads `uri;parameters` without brackets: the parameters are the header's. @rfc{3261,20} */
std::optional<NameAddr> read_bare(std::string_view text)
{
    text = message::trimmed(text.substr(0, end_of_parameters(text)));
    auto semicolon = std::min(text.find(';'), text.size());
    NameAddr address;
    address.uri = message::trimmed(text.substr(0, semicolon));
    address.parameters = text.substr(semicolon);
    if (address.uri.empty())
        return std::nullopt;
    return address;
}

}  // namespace

std::optional<NameAddr> parse_name_addr(std::string_view value)
{
    auto text = message::trimmed(value);
    NameAddr address;
    if (text.starts_with('"')) {
        auto name = take_quoted(text);
        if (!name)
            return std::nullopt;
        address.name = std::move(*name);
    }
    auto open = text.find('<');
    auto comma = text.find(',');
    if (open == std::string_view::npos || comma < open)
        return address.name.empty() ? read_bare(text) : std::nullopt;
    auto close = text.find('>', open);
    if (close == std::string_view::npos)
        return std::nullopt;
    if (address.name.empty())
        address.name = message::trimmed(text.substr(0, open));
    address.bracketed = true;
    address.uri = message::trimmed(text.substr(open + 1, close - open - 1));
    auto rest = text.substr(close + 1);
    address.parameters = message::trimmed(rest.substr(0, end_of_parameters(rest)));
    if (address.uri.empty())
        return std::nullopt;
    return address;
}

std::optional<SipUri> parse_sip_uri(std::string_view text)
{
    text = message::trimmed(text);
    auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    SipUri uri;
    uri.scheme = lower(text.substr(0, colon));
    if (uri.scheme != "sip" && uri.scheme != "sips")
        return std::nullopt;
    text.remove_prefix(colon + 1);
    if (auto question = text.find('?'); question != std::string_view::npos) {
        uri.headers = text.substr(question + 1);
        text = text.substr(0, question);
    }
    if (auto at = text.find('@'); at != std::string_view::npos) {
        auto user = text.substr(0, at);
        uri.user = user.substr(0, user.find(':'));
        text.remove_prefix(at + 1);
    }
    auto semicolon = std::min(text.find(';'), text.size());
    uri.parameters = text.substr(semicolon);
    text = text.substr(0, semicolon);
    auto end = text.starts_with('[') ? text.find(']') + 1 : std::min(text.find(':'), text.size());
    uri.host = text.substr(0, end);
    if (end < text.size() && text[end] == ':')
        uri.port = text.substr(end + 1);
    if (uri.host.empty())
        return std::nullopt;
    return uri;
}

std::optional<std::string> parameter_of(std::string_view parameters, std::string_view name)
{
    while (!parameters.empty()) {
        if (parameters.front() == ';')
            parameters.remove_prefix(1);
        bool in_quotes = false;
        std::size_t end = 0;
        while (end < parameters.size() && (in_quotes || parameters[end] != ';')) {
            if (parameters[end] == '"')
                in_quotes = !in_quotes;
            ++end;
        }
        auto item = parameters.substr(0, end);
        parameters.remove_prefix(end);
        auto equals = std::min(item.find('='), item.size());
        if (lower(message::trimmed(item.substr(0, equals))) != lower(name))
            continue;
        if (equals == item.size())
            return std::string{};
        auto value = message::trimmed(item.substr(equals + 1));
        if (value.starts_with('"')) {
            if (auto content = take_quoted(value))
                return content;
        }
        return std::string{value};
    }
    return std::nullopt;
}

std::string unescape_uri(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool escape = text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        result += escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        i += escape ? 2 : 0;
    }
    return result;
}

std::string quoted(std::string_view text)
{
    std::string result{'"'};
    for (char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            continue;
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + '"';
}

std::string escape_uri_user(std::string_view user)
{
    static constexpr std::string_view allowed = "-_.!~*'()&=+$,;?/";
    std::string text;
    for (char c : user) {
        if (std::isalnum(static_cast<unsigned char>(c)) || allowed.find(c) != std::string_view::npos)
            text += c;
        else
            text += std::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return text;
}

}  // namespace sipcore

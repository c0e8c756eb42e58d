// SPDX-License-Identifier: GPL-2.0-only
/** @file What stands in the host's database of a binding: five fields parted by colons, the first one with colons of its
 *  own in brackets, the last one with whatever it has. */
#include <algorithm>
#include <charconv>
#include <limits>

#include "sipcore/location.h"

namespace sipcore {
namespace {

/** Whether it is a blank or a line end. */
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/** Without white space at both ends. */
std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

/** Cuts off what stands before the first colon from `from` on; nothing when there is nothing left to cut. */
std::optional<std::string_view> take_field(std::optional<std::string_view>& rest, std::size_t from = 0)
{
    if (!rest)
        return std::nullopt;
    auto colon = rest->find(':', from);
    auto field = rest->substr(0, colon);
    if (colon == std::string_view::npos)
        rest.reset();
    else
        rest->remove_prefix(colon + 1);
    return trimmed(field);
}

/** Cuts off the address, whose own colons are within brackets. */
std::optional<std::string_view> take_address(std::optional<std::string_view>& rest)
{
    return take_field(rest, rest->starts_with('[') ? rest->find(']') : 0);
}

/** The seconds of a field: 0 for no number, the longest there are for more than that. */
std::chrono::seconds read_seconds(std::string_view text)
{
    int value = 0;
    auto [stopped, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure == std::errc::result_out_of_range && !text.starts_with('-'))
        return std::chrono::seconds{std::numeric_limits<int>::max()};
    bool whole = failure == std::errc{} && stopped == text.data() + text.size();
    return std::chrono::seconds{whole && value > 0 ? value : 0};
}

/** The contact without brackets round it. */
std::string_view bare_uri(std::string_view text)
{
    if (text.starts_with('<') && text.ends_with('>') && text.size() >= 2)
        text = text.substr(1, text.size() - 2);
    return text;
}

/** The text without control characters. */
std::string one_line(std::string_view text)
{
    std::string line{text};
    std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return line;
}

}  // namespace

std::string to_registry_text(const StoredBinding& binding)
{
    bool readable = binding.username.find(':') == std::string::npos;
    return binding.address.text() + ':' + std::to_string(binding.granted.count()) + ':' +
           (readable ? one_line(binding.username) : std::string{}) + ':' + one_line(binding.contact);
}

std::optional<StoredBinding> from_registry_text(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::optional rest{trimmed(text)};
    auto host = take_address(rest);
    auto port = take_field(rest);
    auto granted = take_field(rest);
    auto user = take_field(rest);
    if (!granted || port->empty())
        return std::nullopt;
    auto address = SocketAddress::parse(std::string{*host} + ':' + std::string{*port}, 0);
    if (!address)
        return std::nullopt;
    return StoredBinding{.address = *address,
                         .granted = read_seconds(*granted),
                         .username = std::string{user.value_or("")},
                         .contact = std::string{bare_uri(trimmed(rest.value_or("")))},
                         .path = {},
                         .user_agent = {}};
}

std::string to_path_text(const std::vector<std::string>& path)
{
    std::string text;
    for (const auto& value : path)
        text += (text.empty() ? "" : ",") + one_line(value);
    return text;
}

std::vector<std::string> from_path_text(std::string_view text)
{
    constexpr std::size_t most = 8;
    std::vector<std::string> path;
    while (!text.empty() && path.size() < most) {
        bool bracketed = false;
        auto end = std::ranges::find_if(text, [&](char c) {
            bracketed = c == '<' || (bracketed && c != '>');
            return c == ',' && !bracketed;
        });
        auto length = static_cast<std::size_t>(end - text.begin());
        if (auto value = trimmed(text.substr(0, length)); !value.empty())
            path.emplace_back(value);
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return path;
}

SocketAddress next_hop_of(const std::vector<std::string>& path)
{
    if (path.empty())
        return {};
    std::string_view uri{path.front()};
    if (auto open = uri.find('<'); open != std::string_view::npos)
        uri.remove_prefix(open + 1);
    uri = uri.substr(0, uri.find_first_of(">;?"));
    bool secure = uri.starts_with("sips:");
    if (!secure && !uri.starts_with("sip:"))
        return {};
    uri.remove_prefix(secure ? 5 : 4);
    if (auto at = uri.rfind('@'); at != std::string_view::npos)
        uri.remove_prefix(at + 1);
    return SocketAddress::parse(uri, secure ? 5061 : 5060).value_or(SocketAddress{});
}

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file Parsing of single values. */
#include "config/values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>

#include "config/option.h"
#include "sipcore/letter_case.h"

namespace sipcore::config {

namespace {

/** How many single changes make one text of another. */
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

bool names(std::string_view name, std::string_view option, std::string_view aliases)
{
    if (same_name(name, option))
        return true;
    return std::ranges::any_of(split(aliases), [&](auto alias) { return same_name(name, alias); });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto end = std::min(text.find(separator), text.size());
        if (auto part = trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool is_true(std::string_view text)
{
    static constexpr std::array<std::string_view, 6> words{"yes", "true", "y", "t", "1", "on"};
    return std::ranges::any_of(words, [&](auto word) { return same_name(text, word); });
}

bool is_false(std::string_view text)
{
    static constexpr std::array<std::string_view, 6> words{"no", "false", "n", "f", "0", "off"};
    return std::ranges::any_of(words, [&](auto word) { return same_name(text, word); });
}

std::optional<long> leading_number(std::string_view text)
{
    text = trimmed(text);
    long value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
        return std::nullopt;
    return value;
}

std::optional<long> number_within(std::string_view text, long least, long most)
{
    long value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return std::nullopt;
    return value;
}

namespace {

/** Whether a text is a number as people write it. */
bool is_number(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789*#+-. ()") == std::string_view::npos;
}

/** A number without what people write into it; any other text as it is. */
std::string shrunk(std::string_view text)
{
    std::string number{text};
    if (is_number(text))
        std::erase_if(number, [](char c) { return std::string_view{"-. ()"}.contains(c); });
    return number;
}

}  // namespace

CallerId parse_caller_id(std::string_view text)
{
    CallerId id;
    auto open = text.rfind('<');
    auto close = text.rfind('>');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
        id.number = shrunk(trimmed(text.substr(open + 1, close - open - 1)));
        auto name = trimmed(text.substr(0, open));
        if (name.size() > 1 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        id.name = name;
        return id;
    }
    text = trimmed(text);
    if (is_number(text)) {
        id.number = shrunk(text);
        return id;
    }
    if (text.size() > 1 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    id.name = text;
    return id;
}

std::vector<std::string_view> codecs_in(std::string_view text)
{
    std::vector<std::string_view> codecs;
    for (auto part : split(text)) {
        for (auto codec : split(part, '|'))
            codecs.push_back(codec);
    }
    return codecs;
}

void add_codecs(std::vector<std::string>& list, std::string_view text)
{
    for (auto codec : codecs_in(text)) {
        if (codec.starts_with('!')) {
            remove_codecs(list, codec.substr(1));
            continue;
        }
        auto name = codec.substr(0, codec.find(':'));
        auto at = std::ranges::find_if(list, [&](const std::string& had) { return same_name(std::string_view{had}.substr(0, had.find(':')), name); });
        if (at == list.end())
            list.emplace_back(codec);
        else
            *at = codec;  // in its place
    }
}

void remove_codecs(std::vector<std::string>& list, std::string_view text)
{
    for (auto codec : codecs_in(text)) {
        if (same_name(codec, "all")) {
            list.clear();
            continue;
        }
        std::erase_if(list, [&](const std::string& had) { return same_name(std::string_view{had}.substr(0, had.find(':')), codec); });
        if (std::ranges::find(list, "all") != list.end())
            list.push_back("!" + std::string{codec});
    }
}

std::optional<std::uint64_t> parse_groups(std::string_view text)
{
    std::uint64_t groups = 0;
    for (auto part : split(text)) {
        auto dash = part.find('-');
        auto first = number_within(trimmed(part.substr(0, dash)), 0, 63);
        auto last = dash == std::string_view::npos ? first : number_within(trimmed(part.substr(dash + 1)), 0, 63);
        if (!first || !last)
            return std::nullopt;
        for (auto group = *first; group <= *last; ++group)
            groups |= std::uint64_t{1} << group;
    }
    return groups;
}

std::string_view known_method(std::string_view name)
{
    static constexpr std::array<std::string_view, 15> methods{"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "REFER", "SUBSCRIBE",
                                                              "NOTIFY", "MESSAGE", "UPDATE", "INFO", "PUBLISH", "PRACK", "PING"};
    auto at = std::ranges::find_if(methods, [&](auto method) { return same_name(method, name); });
    return at == methods.end() ? std::string_view{} : *at;
}

namespace {

/** A word of a presentation. */
struct Presentation {
    std::string_view text;  ///< the word
    unsigned number;        ///< its number
};
/** All of them. */
constexpr std::array<Presentation, 9> presentations{{{"allowed_not_screened", 0x00}, {"allowed_passed_screen", 0x01},
                                                     {"allowed_failed_screen", 0x02}, {"allowed", 0x03}, {"prohib_not_screened", 0x20},
                                                     {"prohib_passed_screen", 0x21}, {"prohib_failed_screen", 0x22}, {"prohib", 0x23},
                                                     {"unavailable", 0x43}}};

}  // namespace

unsigned parse_presentation(std::string_view text)
{
    auto at = std::ranges::find_if(presentations, [&](const Presentation& word) { return same_name(word.text, text); });
    return at != presentations.end() ? at->number : static_cast<unsigned>(std::clamp(leading_number(text).value_or(0), 0L, 255L));
}

std::string presentation_text(unsigned number)
{
    auto at = std::ranges::find(presentations, number, &Presentation::number);
    return at != presentations.end() ? std::string{at->text} : std::to_string(number);
}

AccessList nobody()
{
    return {{{AccessRule::Sense::deny, *Network::parse("0.0.0.0/0")}, {AccessRule::Sense::deny, *Network::parse("::/0")}}};
}

std::string without_escapes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '\\' && i + 1 < text.size()) {
            c = text[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        }
        out += c;
    }
    return out;
}

std::optional<std::vector<Protocol>> parse_protocols(std::string_view text)
{
    static constexpr std::array<Protocol, 5> all{Protocol::udp, Protocol::tcp, Protocol::tls, Protocol::wss, Protocol::ws};
    std::vector<Protocol> protocols;
    for (auto part : split(text)) {
        auto at = std::ranges::find_if(all, [&](Protocol each) { return begins_with_name(part, word_of(each)); });
        if (at == all.end())
            return std::nullopt;
        protocols.push_back(*at);
    }
    return protocols;
}

std::string_view word_of(Protocol protocol)
{
    switch (protocol) {
    case Protocol::udp: return "udp";
    case Protocol::tcp: return "tcp";
    case Protocol::tls: return "tls";
    case Protocol::ws: return "ws";
    case Protocol::wss: return "wss";
    }
    return "udp";
}

std::optional<std::string> nearest(std::string_view wanted, const std::vector<std::string_view>& names)
{
    std::optional<std::string> best;
    std::size_t least = std::max<std::size_t>(wanted.size() / 3, 1) + 1;
    for (auto name : names) {
        if (auto d = distance(wanted, name); d < least) {
            least = d;
            best = std::string{name};
        }
    }
    return best;
}

}  // namespace sipcore::config

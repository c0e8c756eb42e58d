// SPDX-License-Identifier: GPL-2.0-only
/** @file Items of SIPPEER(), a row each. */
#include "dialplan/peer_item.h"

#include <charconv>

#include "driver.h"
#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** The options of an endpoint. */
using Endpoint = sipcore::config::Endpoint;

/** Texts with something between them. */
std::string joined(const std::vector<std::string>& texts, std::string_view between)
{
    std::string all;
    for (const auto& text : texts)
        (all += all.empty() ? "" : between) += text;
    return all;
}

/** Mailboxes with their contexts. */
std::string mailboxes(const Peer& peer)
{
    std::vector<std::string> boxes = peer.status.aor->mailboxes;
    for (auto& box : boxes)
        if (box.find('@') == std::string::npos)
            box += "@default";
    return joined(boxes, ",");
}

/** Groups as numbers. */
std::string group_numbers(ast_group_t groups)
{
    std::string text(1024, '\0');
    return ast_print_group(text.data(), static_cast<int>(text.size()), groups);
}

/** Its codecs as the core writes them. */
std::string codec_list(const Endpoint& endpoint)
{
    auto* ours = driver();
    auto formats = ours ? ours->formats().of(endpoint.allow) : no_formats();
    auto* text = ast_str_create(256);
    if (!text)
        return {};
    std::string list = ast_format_cap_get_names(formats.get(), &text);
    ast_free(text);
    return list;
}

/** One of its codecs, counted from 0; empty past the end. */
std::string codec_at(const Endpoint& endpoint, std::string_view number)
{
    int index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    auto* ours = driver();
    auto formats = ours ? ours->formats().of(endpoint.allow) : no_formats();
    if (index < 0 || static_cast<std::size_t>(index) >= ast_format_cap_count(formats.get()))
        return {};
    auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(formats.get(), index));
    return format ? ast_format_get_name(format.get()) : "";
}

/** The value of one of its `setvar` lines; a name may be written with its underscores. */
std::string channel_variable(const Endpoint& endpoint, std::string_view name)
{
    for (const auto& [variable, value] : endpoint.set_var)
        if (sipcore::same_name(variable, name))
            return value;
    return {};
}

/** One item. */
struct Item {
    std::string_view word;                ///< as SIPPEER() has it
    std::string (*value)(const Peer&);    ///< its text
};

/** All items that are one word. */
constexpr Item items[] = {
    {"ip", [](const Peer& p) { return p.status.address ? p.status.address.ip().text() : std::string{"(null)"}; }},
    {"port", [](const Peer& p) { return std::to_string(p.status.address ? p.status.address.port() : 0); }},
    {"mailbox", mailboxes},
    {"context", [](const Peer& p) { return p.status.endpoint->context; }},
    {"expire", [](const Peer& p) { return std::to_string(registration_end(p)); }},
    {"dynamic", [](const Peer& p) { return std::string{p.status.aor->max_contacts ? "yes" : "no"}; }},
    {"callerid_name", [](const Peer& p) { return p.status.endpoint->callerid.name; }},
    {"callerid_num", [](const Peer& p) { return p.status.endpoint->callerid.number; }},
    {"callgroup", [](const Peer& p) { return group_numbers(p.status.endpoint->callgroup); }},
    {"pickupgroup", [](const Peer& p) { return group_numbers(p.status.endpoint->pickupgroup); }},
    {"namedcallgroup", [](const Peer& p) { return joined(p.status.endpoint->named_call_group, ", "); }},
    {"namedpickupgroup", [](const Peer& p) { return joined(p.status.endpoint->named_pickup_group, ", "); }},
    {"codecs", [](const Peer& p) { return codec_list(*p.status.endpoint); }},
    {"status", [](const Peer& p) { return status_words(p.status); }},
    {"regexten", [](const Peer& p) { return p.status.aor->regexten; }},
    {"limit", [](const Peer& p) { return std::to_string(p.status.endpoint->call_limit); }},
    {"busylevel", [](const Peer& p) { return std::to_string(p.status.endpoint->device_state_busy_at); }},
    {"curcalls", [](const Peer& p) { return std::to_string(p.calls); }},
    {"language", [](const Peer& p) { return p.status.endpoint->language; }},
    {"accountcode", [](const Peer& p) { return p.status.endpoint->accountcode; }},
    {"useragent", [](const Peer& p) { return p.status.binding ? p.status.binding->user_agent : std::string{}; }},
    {"maxforwards", [](const Peer& p) { return std::to_string(p.status.endpoint->max_forwards); }},
    {"encryption", [](const Peer& p) { return std::string{p.status.endpoint->encryption ? "1" : "0"}; }},
};

/** What stands in the brackets of `name[…]`; nothing when the word is another one. */
std::optional<std::string_view> index_of(std::string_view word, std::string_view name)
{
    if (word.size() <= name.size() || !sipcore::same_name(word.substr(0, name.size()), name) || word[name.size()] != '[')
        return std::nullopt;
    auto inside = word.substr(name.size() + 1);
    return inside.substr(0, inside.find(']'));
}

}  // namespace

std::string status_words(const sipcore::EndpointStatus& status)
{
    using sipcore::Reachability;
    auto time = std::to_string(status.round_trip.count());
    switch (status.reachability) {
    case Reachability::unmonitored: return "Unmonitored";
    case Reachability::unknown: return "UNKNOWN";
    case Reachability::reachable: return "OK (" + time + " ms)";
    case Reachability::lagged: return "LAGGED (" + time + " ms)";
    case Reachability::unreachable: return "UNREACHABLE";
    }
    return {};
}

long registration_end(const Peer& peer)
{
    if (!peer.status.binding)
        return -1;
    auto end = peer.wall + peer.status.binding->left(peer.now);
    return static_cast<long>(std::chrono::system_clock::to_time_t(end));
}

std::optional<std::string> peer_item(const Peer& peer, std::string_view word)
{
    for (const auto& item : items)
        if (sipcore::same_name(item.word, word))
            return item.value(peer);
    if (auto name = index_of(word, "chanvar"))
        return channel_variable(*peer.status.endpoint, *name);
    if (auto number = index_of(word, "codec"))
        return codec_at(*peer.status.endpoint, *number);
    return std::nullopt;
}

}  // namespace chan_sip

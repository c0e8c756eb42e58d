// SPDX-License-Identifier: GPL-2.0-only
/** @file The words of `sip show …`. */
#include "cli/words.h"

#include <algorithm>
#include <array>
#include <format>

#include "cli/columns.h"

namespace res_sip {

namespace config = sipcore::config;
using sipcore::config::DtmfMode;
using sipcore::config::NatMode;
using sipcore::config::Protocol;

std::string joined(std::span<const std::string> parts, std::string_view separator)
{
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty())
            text += separator;
        text += part;
    }
    return text;
}

std::string_view nat_word(NatMode mode, bool detected)
{
    switch (mode) {
    case NatMode::on: return "Yes";
    case NatMode::off: return "No";
    case NatMode::automatic: return detected ? "Auto (Yes)" : "Auto (No)";
    }
    return "No";
}

std::string_view nat_letter(NatMode mode, bool detected)
{
    switch (mode) {
    case NatMode::on: return "Y";
    case NatMode::off: return "N";
    case NatMode::automatic: return detected ? "A" : "a";
    }
    return "N";
}

bool behind_nat(const sipcore::EndpointStatus& status)
{
    return status.binding && status.binding->contact.find(status.binding->address.ip().text()) == std::string::npos;
}

std::string_view dtmf_word(DtmfMode mode)
{
    switch (mode) {
    case DtmfMode::rfc4733: return "rfc2833";
    case DtmfMode::inband: return "inband";
    case DtmfMode::info: return "info";
    case DtmfMode::short_info: return "shortinfo";
    case DtmfMode::automatic: return "auto";
    }
    return "rfc2833";
}

std::string_view insecure_word(const sipcore::config::Identification& identify)
{
    if (identify.any_port && identify.invite_without_auth)
        return "port,invite";
    return identify.any_port ? "port" : identify.invite_without_auth ? "invite" : "no";
}

std::string groups_word(std::uint64_t groups)
{
    std::string text;
    for (unsigned group = 0; group < 64; ++group) {
        if (groups >> group & 1U)
            text += text.empty() ? std::format("{}", group) : std::format(", {}", group);
    }
    return text;
}

std::string caller_word(const sipcore::config::CallerId& caller)
{
    return std::format("\"{}\" <{}>", caller.name, caller.number);
}

std::string sorted_names_word(std::vector<std::string> names)
{
    std::ranges::sort(names);
    return joined(names, ", ");
}

std::vector<std::string> codec_names(std::span<const std::string> codecs, std::span<const std::string> all)
{
    std::vector<std::string> names;
    auto add = [&](const std::string& name) {
        if (std::ranges::find(names, name) == names.end())
            names.push_back(name);
    };
    for (const auto& codec : codecs) {
        if (codec == "all")
            std::ranges::for_each(all, add);
        else if (codec.starts_with('!'))
            std::erase(names, codec.substr(1));
        else
            add(codec.substr(0, codec.find(':')));
    }
    return names;
}

std::string codecs_word(std::span<const std::string> codecs, std::span<const std::string> all)
{
    auto names = codec_names(codecs, all);
    return names.empty() ? "(nothing)" : "(" + joined(names, "|") + ")";
}

std::string_view protocol_word(Protocol protocol)
{
    switch (protocol) {
    case Protocol::udp: return "UDP";
    case Protocol::tcp: return "TCP";
    case Protocol::tls: return "TLS";
    case Protocol::ws: return "WS";
    case Protocol::wss: return "WSS";
    }
    return "UNKNOWN";
}

std::string protocols_word(std::span<const Protocol> protocols)
{
    std::string text;
    for (auto each : {Protocol::udp, Protocol::tcp, Protocol::tls, Protocol::ws, Protocol::wss}) {
        if (std::ranges::find(protocols, each) == protocols.end())
            continue;
        if (!text.empty())
            text += ',';
        text += protocol_word(each);
    }
    return text.empty() ? "UNKNOWN" : text;
}

std::string_view tos_word(std::uint8_t tos)
{
    struct Class {
        std::uint8_t octet;
        std::string_view name;
    };
    static constexpr std::array<Class, 21> classes{{
        {0x00, "CS0"},  {0x20, "CS1"},  {0x28, "AF11"}, {0x30, "AF12"}, {0x38, "AF13"}, {0x40, "CS2"},  {0x48, "AF21"},
        {0x50, "AF22"}, {0x58, "AF23"}, {0x60, "CS3"},  {0x68, "AF31"}, {0x70, "AF32"}, {0x78, "AF33"}, {0x80, "CS4"},
        {0x88, "AF41"}, {0x90, "AF42"}, {0x98, "AF43"}, {0xa0, "CS5"},  {0xb8, "EF"},   {0xc0, "CS6"},  {0xe0, "CS7"},
    }};
    auto at = std::ranges::find(classes, tos, &Class::octet);
    return at == classes.end() ? "unknown" : at->name;
}

std::string_view repair_word(const sipcore::config::Endpoint& endpoint)
{
    if (!endpoint.t38_udptl)
        return "Unknown";
    switch (endpoint.t38_udptl_ec) {
    case config::UdptlRepair::none: return "None";
    case config::UdptlRepair::fec: return "FEC";
    case config::UdptlRepair::redundancy: return "Redundancy";
    }
    return "Unknown";
}

std::string_view session_timers_word(sipcore::config::SessionTimers timers)
{
    switch (timers) {
    case config::SessionTimers::accept: return "Accept";
    case config::SessionTimers::originate: return "Originate";
    case config::SessionTimers::refuse: return "Refuse";
    }
    return "Accept";
}

std::string_view refresher_word(sipcore::config::Refresher refresher)
{
    switch (refresher) {
    case config::Refresher::uas: return "uas";
    case config::Refresher::uac: return "uac";
    case config::Refresher::unknown: return "unknown";
    }
    return "unknown";
}

std::string_view overlap_word(sipcore::config::Overlap overlap)
{
    switch (overlap) {
    case config::Overlap::yes: return "Yes";
    case config::Overlap::no: return "No";
    case config::Overlap::dtmf: return "DTMF";
    }
    return "No";
}

std::string proxy_word(const std::optional<sipcore::config::OutboundProxy>& proxy)
{
    return proxy ? std::format("{} {}", proxy->host, proxy->force ? "(forced)" : "") : "<not set> ";
}

std::vector<std::string> realm_auth_words(std::span<const std::string> names, std::span<const sipcore::config::Auth> auths)
{
    std::vector<std::string> lines;
    for (const auto& name : names) {
        auto at = std::ranges::find(auths, name, &config::Auth::name);
        if (at == auths.end())
            continue;
        auto proof = !at->password.empty() ? "<Secret set>" : !at->md5_cred.empty() ? "<MD5secret set>" : "<Not set>";
        // chan_sip cut the user at twenty and filled it up to ten
        lines.push_back(std::format("Realm {} User {} {}", cell(at->realm, 15), open_cell(at->username.substr(0, 20), 10), proof));
    }
    return lines;
}

std::string_view ama_word(sipcore::config::AmaFlags flags)
{
    switch (flags) {
    case config::AmaFlags::none: return "Unknown";
    case config::AmaFlags::omit: return "OMIT";
    case config::AmaFlags::billing: return "BILLING";
    case config::AmaFlags::documentation: return "DOCUMENTATION";
    }
    return "Unknown";
}

sipcore::config::Variables variables_shown(const sipcore::config::Endpoint& endpoint)
{
    config::Variables shown;
    for (auto number = endpoint.add_headers.size(); number > 0; --number)
        shown.emplace_back(std::format("__SIPADDHEADERpre{:2}", number), endpoint.add_headers[number - 1]);
    shown.insert(shown.end(), endpoint.set_var.rbegin(), endpoint.set_var.rend());
    return shown;
}

std::string variables_text(const sipcore::config::Endpoint& endpoint)
{
    std::string text;
    for (const auto& [name, value] : variables_shown(endpoint))
        text += std::format("                 {} = {}\n", name, value);
    return text.empty() ? text : "  Variables    :\n" + text;
}

std::string username_shown(const sipcore::EndpointStatus& status)
{
    if (!status.endpoint->default_user.empty())
        return status.endpoint->default_user;
    return status.binding ? status.binding->username : "";
}

std::int32_t messages_number(const sipcore::EndpointStatus& status)
{
    if (status.messages_told)
        return static_cast<std::int32_t>(status.messages_told->first << 16U | status.messages_told->second);
    return !status.aor || status.aor->mailboxes.empty() || address_shown(status) ? 0 : -1;
}

std::string messages_word(const sipcore::EndpointStatus& status)
{
    auto number = static_cast<std::uint32_t>(messages_number(status));
    return std::format("{}/{}", number >> 16U & 0x7fffU, number & 0xffffU);
}

sipcore::SocketAddress address_shown(const sipcore::EndpointStatus& status)
{
    bool fixed = status.aor && !status.aor->contact.empty();
    return status.binding || fixed ? status.address : sipcore::SocketAddress{};
}

std::string_view presentation_word(int presentation)
{
    switch (presentation) {
    case 0x00: return "Presentation Allowed, Not Screened";
    case 0x01: return "Presentation Allowed, Passed Screen";
    case 0x02: return "Presentation Allowed, Failed Screen";
    case 0x03: return "Presentation Allowed, Network Number";
    case 0x20: return "Presentation Prohibited, Not Screened";
    case 0x21: return "Presentation Prohibited, Passed Screen";
    case 0x22: return "Presentation Prohibited, Failed Screen";
    case 0x23: return "Presentation Prohibited, Network Number";
    case 0x43: return "Number Unavailable";
    default: return "unknown";
    }
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Identity headers, both ways. */
#include "sipcore/identity.h"

#include <charconv>
#include <format>

#include "message/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/name_addr.h"

namespace sipcore {

namespace {

/** An address of a header whose URI is SIP's. */
struct SipParty {
    NameAddr address;  ///< all of it
    SipUri uri;        ///< its URI
};

/** Reads a party; nothing for other URIs. */
std::optional<SipParty> read_sip_party(std::string_view value)
{
    auto address = parse_name_addr(value);
    auto uri = address ? parse_sip_uri(address->uri) : std::nullopt;
    if (!uri)
        return std::nullopt;
    return SipParty{std::move(*address), std::move(*uri)};
}

/** A user part as a number: without its parameters, escapes undone. */
std::string number_of(std::string_view user)
{
    return unescape_uri(user.substr(0, user.find(';')));
}

/** The presentation that Remote-Party-ID's parameters say. */
int remote_party_presentation(std::string_view parameters)
{
    auto privacy = lower(parameter_of(parameters, "privacy").value_or(""));
    auto screen = lower(parameter_of(parameters, "screen").value_or(""));
    bool passed = screen == "yes";
    if (privacy == "full")
        return passed ? presentation::prohib_passed_screen : presentation::prohib_not_screened;
    return passed ? presentation::allowed_passed_screen : presentation::allowed_not_screened;
}

/** Reads Remote-Party-ID, which must have brackets and `sip:`. */
std::optional<Identity> read_remote_party(std::string_view value)
{
    auto party = read_sip_party(value);
    if (!party || !party->address.bracketed || party->uri.scheme != "sip")
        return std::nullopt;
    return Identity{party->address.name, number_of(party->uri.user), remote_party_presentation(party->address.parameters)};
}

/** Reads P-Asserted-Identity. @rfc{3325,9.1} */
std::optional<Identity> read_asserted(std::string_view value, const Header* privacy)
{
    auto party = read_sip_party(value);
    if (!party)
        return std::nullopt;
    bool anonymous = lower(party->uri.user) == "anonymous" && lower(party->uri.host) == "anonymous.invalid";
    bool hidden = privacy && !message::trimmed(privacy->value).empty() && lower(message::trimmed(privacy->value)) != "none";
    Identity who{party->address.name, number_of(party->uri.user), presentation::allowed_not_screened};
    if (anonymous)
        who.number.reset();
    if (anonymous || hidden)
        who.presentation = presentation::prohib_not_screened;
    return who;
}

/** What Remote-Party-ID says of a presentation. */
std::string remote_party_privacy(int value)
{
    switch (value) {
    case presentation::allowed_not_screened:
    case presentation::allowed_failed_screen:
        return ";privacy=off;screen=no";
    case presentation::allowed_passed_screen:
    case presentation::allowed_network:
        return ";privacy=off;screen=yes";
    case presentation::prohib_not_screened:
    case presentation::prohib_failed_screen:
        return ";privacy=full;screen=no";
    case presentation::prohib_passed_screen:
    case presentation::prohib_network:
        return ";privacy=full;screen=yes";
    case presentation::unavailable:
        return {};
    default:
        return presentation::is_restricted(value) ? ";privacy=full;screen=no" : ";privacy=off;screen=no";
    }
}

/** A name and address as identity headers write them. */
std::string address_text(std::string_view name, std::string_view number, std::string_view host)
{
    return std::format("{} <sip:{}@{}>", quoted(name), escape_uri_user(number), host);
}

/** P-Asserted-Identity, as its style has it. */
std::vector<Header> write_asserted(const Identity& who, std::string_view name, const IdentityStyle& style)
{
    constexpr std::string_view header = "P-Asserted-Identity";
    auto value = address_text(name, *who.number, style.host);
    if (!presentation::is_restricted(who.presentation))
        return {{std::string{header}, std::move(value)}};
    if (style.hidden == HiddenIdentity::told)
        return {{std::string{header}, std::move(value)}, {"Privacy", "id"}};
    return {{std::string{header}, R"("Anonymous" <sip:anonymous@anonymous.invalid>)"}};
}

/** Text in quotes where it needs them and has none. */
std::string quoted_if_needed(const std::string& text)
{
    bool has_quotes = text.size() > 1 && text.starts_with('"') && text.ends_with('"');
    return has_quotes || message::is_token(text) ? text : quoted(text);
}

}  // namespace

const Header* header_named(const std::vector<Header>& headers, std::string_view name)
{
    auto wanted = lower(name);
    for (const auto& header : headers)
        if (header.name.size() == name.size() && lower(header.name) == wanted)
            return &header;
    return nullptr;
}

std::optional<Identity> read_identity(const std::vector<Header>& headers)
{
    if (const auto* header = header_named(headers, "Remote-Party-ID"))
        return read_remote_party(header->value);
    if (const auto* header = header_named(headers, "P-Asserted-Identity"))
        return read_asserted(header->value, header_named(headers, "Privacy"));
    return std::nullopt;
}

std::vector<Header> write_identity(const Identity& who, const IdentityStyle& style)
{
    bool hidden = presentation::is_restricted(who.presentation);
    if (style.form == IdentityForm::none || !who.number || who.number->empty() ||
        (hidden && style.hidden == HiddenIdentity::withheld))
        return {};
    const auto& name = who.name.empty() ? *who.number : who.name;
    if (style.form == IdentityForm::asserted)
        return write_asserted(who, name, style);
    return {{"Remote-Party-ID", std::format("{};party={}{}", address_text(name, *who.number, style.host),
                                            style.calling ? "calling" : "called",
                                            remote_party_privacy(who.presentation))}};
}

std::optional<Diversion> read_diversion(const std::vector<Header>& headers)
{
    const auto* header = header_named(headers, "Diversion");
    auto party = header ? read_sip_party(header->value) : std::nullopt;
    if (!party)
        return std::nullopt;
    return Diversion{party->address.name, number_of(party->uri.user), party->uri.host,
                     parameter_of(party->address.parameters, "reason").value_or("")};
}

Header write_diversion(const Diversion& diversion)
{
    auto name = diversion.name.empty() ? std::string{} : quoted(diversion.name) + " ";
    return {"Diversion", std::format("{}<sip:{}@{}>;reason={}", name, escape_uri_user(diversion.number), diversion.host,
                                     quoted_if_needed(diversion.reason))};
}

std::optional<int> read_originating_line(std::string_view from)
{
    auto address = parse_name_addr(from);
    if (!address)
        return std::nullopt;
    auto semicolon = std::min(address->uri.find(';'), address->uri.size());
    for (std::string_view parameters : {std::string_view{address->uri}.substr(semicolon), std::string_view{address->parameters}}) {
        for (auto name : {"isup-oli", "ss7-oli", "oli"}) {
            auto value = parameter_of(parameters, name);
            int line = 0;
            if (value && std::from_chars(value->data(), value->data() + value->size(), line).ec == std::errc{})
                return line;
        }
    }
    return std::nullopt;
}

}  // namespace sipcore

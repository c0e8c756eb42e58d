// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of [general] about who may what, and how requests are written. */
#include "config/account_line.h"
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `sdpowner`: one word. */
void sdp_owner(G& general, Value& value)
{
    if (value.text.find_first_of(" \t") != std::string_view::npos)
        return value.complain("must not contain a blank");
    general.global.sdp_owner = value.text.substr(0, 79);
}
/** `fromdomain`: a host, and a port behind the first colon. */
void from_domain(G& general, Value& value)
{
    auto text = value.text.substr(0, 79);
    auto colon = std::min(text.find(':'), text.size());
    general.global.from_domain = text.substr(0, colon);
    general.global.from_domain_port = 0;
    if (colon == text.size())
        return;
    if (auto port = number_within(text.substr(colon + 1), 1, 65535))
        general.global.from_domain_port = static_cast<std::uint16_t>(*port);
    else
        value.complain(Weight::notice, "not a port behind the domain");
}
/** `auth_options_requests`: can only be switched on. */
void auth_options(G& general, Value& value)
{
    value.is_switch = true;
    general.global.auth_options_requests = general.global.auth_options_requests || is_true(value.text);
}
/** `domain`: `name[,context]`. */
void domain(G& general, Value& value)
{
    auto comma = std::min(value.text.find(','), value.text.size());
    auto name = trimmed(value.text.substr(0, comma));
    if (name.empty())
        return value.complain("no domain");
    general.domains.push_back({std::string{name}, std::string{trimmed(value.text.substr(std::min(comma + 1, value.text.size())))}, false});
}
/** `storesipcause`: an old habit. */
void store_sip_cause(G& general, Value& value)
{
    value.is_switch = true;
    general.global.store_sip_cause = is_true(value.text);
    if (general.global.store_sip_cause)
        value.complain("SIP_CAUSE is deprecated, use HANGUPCAUSE instead");
}
/** `outboundproxy` of [general]. */
void outbound_proxy(G& general, Value& value)
{
    if (auto proxy = parse_proxy(value))
        general.global.outbound_proxy = std::move(proxy);
}

/** Word of `autocreatepeer`. */
constexpr std::string_view persist = "persist";

/** The rows. */
constexpr Option<G> table[] = {
    {"realm", "", text<&Global::realm, 255, G>, "realm of our challenges"},
    {"domainsasrealm", "", yes<&Global::domains_as_realm, G>, "whether a domain of ours that From or To names is the realm"},
    {"useragent", "", text<&Global::user_agent, 79, G>, "User-Agent and Server of our messages"},
    {"sdpsession", "", text<&Global::sdp_session, 79, G>, "s= line of session descriptions"},
    {"sdpowner", "", sdp_owner, "user of the o= line of session descriptions"},
    {"callerid", "", text<&Global::default_from_user, 79, G>, "user of From when a call has no caller"},
    {"fromdomain", "", from_domain, "host of From in requests to devices without a fromdomain, with an optional port"},
    {"mwi_from", "", text<&Global::mwi_from_user, 79, G>, "user of From of what tells of waiting messages"},
    {"parkinglot", "", text<&Global::parkinglot, 79, G>, "where calls are parked"},
    {"outboundproxy", "", outbound_proxy, "next hop of requests to devices without their own: [transport://]host[:port][,force]"},
    {"shrinkcallerid", "", checked_yes<&Global::shrink_callerid, G>, "whether callers' numbers lose blanks, brackets, dots and dashes"},
    {"send_diversion", "", yes<&Global::send_diversion, G>, "whether Diversion headers are sent"},
    {"compactheaders", "", yes<&Global::compact_headers, G>, "whether headers have one-letter names"},
    {"pedantic", "", yes<&Global::pedantic, G>, "whether tags and escapes are minded"},
    {"legacy_useroption_parsing", "", yes<&Global::ignore_uri_user_options, G>, "whether user parts end at a semicolon"},
    {"refer_addheaders", "", yes<&Global::refer_add_headers, G>, "whether added headers go into REFERs"},
    {"storesipcause", "", store_sip_cause, "whether SIP_CAUSE is set"},
    {"allowguest", "", yes<&Global::allow_guest, G>, "whether callers that no section names may call"},
    {"alwaysauthreject", "", yes<&Global::always_auth_reject, G>, "whether unknown callers are refused as known ones with a wrong password are"},
    {"auth_options_requests", "", auth_options, "whether OPTIONS must prove who sent it"},
    {"auth_message_requests", "", yes<&Global::auth_message_requests, G>, "whether MESSAGE must prove who sent it"},
    {"accept_outofcall_message", "", yes<&Global::accept_message_requests, G>, "whether MESSAGE outside of calls is taken"},
    {"match_auth_username", "", yes<&Global::match_auth_username, G>, "whether a device is known by the user of its digest"},
    {"autocreatepeer", "", yes_or<&Global::auto_create, AutoCreate::no, AutoCreate::yes, persist, AutoCreate::persist, G>, "whether a stranger that registers becomes a device: yes, persist, no"},
    {"authfailureevents", "", yes<&Global::auth_failure_events, G>, "whether refused registrations are manager events"},
    {"contactpermit", "", access<AccessRule::Sense::permit, &Global::contact_acl, true, G>, "network in which contacts of all may lie"},
    {"contactdeny", "", access<AccessRule::Sense::deny, &Global::contact_acl, true, G>, "network in which contacts of all may not lie"},
    {"contactacl", "", named_access<&Global::contact_acl, G>, "lists of acl.conf in which contacts of all must lie"},
    {"dynamic_exclude_static", "dynamic_excludes_static", yes<&Global::dynamic_exclude_static, G>, "whether nobody registers the fixed address of another"},
    {"domain", "", domain, "domain that is ours, with an optional context for requests to it"},
    {"autodomain", "", yes<&Global::auto_domain, G>, "whether our names and addresses are domains that are ours"},
    {"allowexternaldomains", "", yes<&Global::allow_external_domains, G>, "whether calls to domains that are not ours are taken"},
};

}  // namespace

std::span<const Option<GeneralDraft>> request_table()
{
    return table;
}

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file The option tables of the modular file. */
#include "config/modular_options.h"

#include "config/strict.h"

namespace sipcore::config {

namespace {

using strict::Word;

/** Words of `force_rport` and `rtp_symmetric`. */
constexpr Word<NatMode> nat_words[] = {{"yes", NatMode::on}, {"no", NatMode::off}, {"auto", NatMode::automatic}};
/** Words of `dtmf_mode`. */
constexpr Word<DtmfMode> dtmf_words[] = {{"rfc4733", DtmfMode::rfc4733}, {"inband", DtmfMode::inband}, {"info", DtmfMode::info},
                                         {"short_info", DtmfMode::short_info}, {"auto", DtmfMode::automatic}};
/** Words of `inband_progress`. */
constexpr Word<InbandProgress> progress_words[] = {{"yes", InbandProgress::yes}, {"no", InbandProgress::no}, {"never", InbandProgress::never}};
/** Words of `protocol` and `transports`. */
constexpr Word<Protocol> protocol_words[] = {{"udp", Protocol::udp}, {"tcp", Protocol::tcp}, {"tls", Protocol::tls}, {"ws", Protocol::ws}, {"wss", Protocol::wss}};

/** `local_net`: networks, commas between them. */
void local_net(Transport& transport, Value& value)
{
    for (auto part : split(value.text)) {
        auto network = Network::parse(part);
        if (!network)
            return value.complain("should be a network as 192.0.2.0/24");
        transport.local_net.push_back(*network);
    }
}

/** `tos`: a number or the name of a class. */
void tos(Transport& transport, Value& value)
{
    auto octet = parse_tos(value.text);
    if (!octet)
        return value.complain("should be a number from 0 to 255 or a class as cs3, af41, ef");
    transport.tos = *octet;
}

/** `identify_by`: all ways in which its requests are known. */
void identify_by(Endpoint& endpoint, Value& value)
{
    auto& by = endpoint.identify_by;
    by.by_username = by.by_address = false;
    for (auto way : split(value.text)) {
        if (same_name(way, "username"))
            by.by_username = true;
        else if (same_name(way, "address"))
            by.by_address = true;
        else
            return value.complain("should be username, address or both");
    }
}

/** A member of the identification that is yes or no. */
template <auto Member>
void identification(Endpoint& endpoint, Value& value)
{
    strict::yes_or_no<Member>(endpoint.identify_by, value);
}

/** `transports`. */
void transports(Endpoint& endpoint, Value& value)
{
    std::vector<Protocol> protocols;
    for (auto part : split(value.text)) {
        struct One {
            Protocol protocol;
        } one{};
        Value each{part, {}};
        strict::word<protocol_words, &One::protocol>(one, each);
        if (!each.problem.empty())
            return value.complain(each.problem);
        protocols.push_back(one.protocol);
    }
    if (protocols.empty())
        return value.complain("should name at least one protocol");
    endpoint.transports = std::move(protocols);
}

/** `callgroup` and `pickupgroup`. */
template <auto Member>
void groups(Endpoint& endpoint, Value& value)
{
    auto read = parse_groups(value.text);
    if (!read)
        return value.complain("should be a list of groups from 0 to 63");
    endpoint.*Member = *read;
}

/** `set_var`: NAME=value. */
void set_var(Endpoint& endpoint, Value& value)
{
    auto equals = value.text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return value.complain("should be NAME=value");
    endpoint.set_var.emplace_back(trimmed(value.text.substr(0, equals)), trimmed(value.text.substr(equals + 1)));
}

/** `count_calls`: calls are counted without a limit. */
void count_calls(Endpoint& endpoint, Value& value)
{
    if (!is_true(value.text) && !is_false(value.text))
        return value.complain("should be yes or no");
    endpoint.call_limit = is_true(value.text) ? counted_without_limit : 0;
}

/** `contact`: a fixed contact, as a URI. @rfc{3261,19.1} */
void contact(Aor& aor, Value& value)
{
    if (!value.text.starts_with("sip:") && !value.text.starts_with("sips:"))
        return value.complain("should be a URI as sip:192.0.2.1:5060");
    aor.contact.emplace_back(value.text);
}

/** `mailboxes`: commas between them. */
void mailboxes(Aor& aor, Value& value)
{
    for (auto mailbox : split(value.text))
        aor.mailboxes.emplace_back(mailbox);
}

/** `md5_cred`: 32 hexadecimal digits. */
void md5_cred(Auth& auth, Value& value)
{
    if (value.text.size() != 32 || value.text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
        return value.complain("should be 32 hexadecimal digits");
    auth.md5_cred = value.text;
}

/** Options of `type=global`. */
constexpr Option<Global> global_table[] = {
    {"user_agent", "", strict::text<&Global::user_agent, Global>, "User-Agent and Server of our messages"},
    {"sdp_owner", "", strict::text<&Global::sdp_owner, Global>, "user of the o= line of session descriptions"},
    {"sdp_session", "", strict::text<&Global::sdp_session, Global>, "s= line of session descriptions"},
    {"realm", "", strict::text<&Global::realm, Global>, "realm of our challenges"},
    {"allow_guest", "", strict::yes_or_no<&Global::allow_guest, Global>, "whether callers without an endpoint may call"},
    {"always_auth_reject", "", strict::yes_or_no<&Global::always_auth_reject, Global>, "whether unknown callers are refused as known ones with a wrong password are"},
    {"auth_options_requests", "", strict::yes_or_no<&Global::auth_options_requests, Global>, "whether OPTIONS must prove who sent it"},
    {"context", "", strict::text<&Global::context, Global>, "dialplan context of guests, and of endpoints without one"},
    {"default_from_user", "", strict::text<&Global::default_from_user, Global>, "user of From when a call has no caller"},
    {"language", "", strict::text<&Global::language, Global>, "language of prompts"},
    {"timer_t1", "", strict::time<&Global::timer_t1, 1, Global>, "round trip estimate, in milliseconds"},
    {"timer_b", "", strict::time<&Global::timer_b, 1, Global>, "milliseconds after which an INVITE without any response ends"},
    {"minimum_t1", "", strict::time<&Global::minimum_t1, 1, Global>, "least round trip estimate, in milliseconds"},
    {"media_address", "", strict::ip<&Global::media_address, Global>, "address told in session descriptions"},
    {"rtp_bind", "", strict::ip<&Global::rtp_bind, Global>, "address on which media is received"},
    {"debug", "", strict::yes_or_no<&Global::sip_debug, Global>, "whether messages are printed from the start"},
};

/** Options of `type=transport`. */
constexpr Option<Transport> transport_table[] = {
    {"protocol", "", strict::word<protocol_words, &Transport::protocol, Transport>, "udp, tcp, tls, ws or wss"},
    {"bind", "", strict::socket_address<&Transport::bind, Transport>, "numeric address with an optional port on which it listens"},
    {"external_signaling_address", "", strict::socket_address<&Transport::external_signaling_address, Transport>, "address told to peers outside of local_net"},
    {"local_net", "", local_net, "networks to which the bound address is told"},
    {"tos", "", tos, "type of service of its packets"},
};

/** Options of `type=endpoint`. */
constexpr Option<Endpoint> endpoint_table[] = {
    {"identify_by", "", identify_by, "how its requests are known: username, address"},
    {"any_port", "", identification<&Identification::any_port>, "whether the source port does not count when it is known by its address"},
    {"invite_without_auth", "", identification<&Identification::invite_without_auth>, "whether its calls prove nothing"},
    {"auth", "", strict::text<&Endpoint::auth, Endpoint>, "name of the auth that its requests must prove"},
    {"outbound_auth", "", strict::text<&Endpoint::outbound_auth, Endpoint>, "name of the auth with which its challenges are answered"},
    {"aors", "", strict::text<&Endpoint::aors, Endpoint>, "name of the aor where it is reached"},
    {"transports", "", transports, "what it may use, the preferred first"},
    {"context", "", strict::text<&Endpoint::context, Endpoint>, "dialplan context of its calls"},
    {"subscribe_context", "", strict::text<&Endpoint::subscribe_context, Endpoint>, "dialplan context of its subscriptions"},
    {"message_context", "", strict::text<&Endpoint::message_context, Endpoint>, "dialplan context of its messages"},
    {"allow", "", [](Endpoint& e, Value& v) { add_codecs(e.allow, v.text); }, "codecs that may be used, preferred first"},
    {"disallow", "", [](Endpoint& e, Value& v) { remove_codecs(e.allow, v.text); }, "codecs that may not be used"},
    {"dtmf_mode", "", strict::word<dtmf_words, &Endpoint::dtmf_mode, Endpoint>, "how digits travel: rfc4733, inband, info, short_info, auto"},
    {"force_rport", "", strict::word<nat_words, &Endpoint::force_rport, Endpoint>, "whether messages go back to where they came from: yes, no, auto"},
    {"rtp_symmetric", "", strict::word<nat_words, &Endpoint::rtp_symmetric, Endpoint>, "whether media goes back to where it came from: yes, no, auto"},
    {"direct_media", "", strict::yes_or_no<&Endpoint::direct_media, Endpoint>, "whether media may go round us"},
    {"callerid", "", [](Endpoint& e, Value& v) { e.callerid = parse_caller_id(v.text); }, "name and number of its calls"},
    {"from_user", "", strict::text<&Endpoint::from_user, Endpoint>, "user of From in requests to it"},
    {"from_domain", "", strict::text<&Endpoint::from_domain, Endpoint>, "host of From in requests to it"},
    {"language", "", strict::text<&Endpoint::language, Endpoint>, "language of prompts"},
    {"accountcode", "", strict::text<&Endpoint::accountcode, Endpoint>, "account code of its calls"},
    {"mohinterpret", "", strict::text<&Endpoint::mohinterpret, Endpoint>, "class of the music that it hears on hold"},
    {"mohsuggest", "", strict::text<&Endpoint::mohsuggest, Endpoint>, "class of the music that others hear when it holds"},
    {"callgroup", "", groups<&Endpoint::callgroup>, "groups whose members may pick up its calls"},
    {"pickupgroup", "", groups<&Endpoint::pickupgroup>, "groups whose calls it may pick up"},
    {"call_limit", "", strict::number<&Endpoint::call_limit, 0, 1000000, Endpoint>, "calls at once"},
    {"count_calls", "", count_calls, "whether its calls are counted, without a limit"},
    {"inband_progress", "", strict::word<progress_words, &Endpoint::inband_progress, Endpoint>, "whether alerting is carried as tones: yes, no, never"},
    {"trust_id_inbound", "", strict::yes_or_no<&Endpoint::trust_id_inbound, Endpoint>, "whether its identity headers are believed"},
    {"send_rpid", "", strict::yes_or_no<&Endpoint::send_rpid, Endpoint>, "whether Remote-Party-ID is sent to it"},
    {"send_pai", "", strict::yes_or_no<&Endpoint::send_pai, Endpoint>, "whether P-Asserted-Identity is sent to it"},
    {"allow_subscribe", "", strict::yes_or_no<&Endpoint::allow_subscribe, Endpoint>, "whether it may subscribe"},
    {"video", "", strict::yes_or_no<&Endpoint::video, Endpoint>, "whether video streams are taken"},
    {"description", "", strict::text<&Endpoint::description, Endpoint>, "what it is, for people"},
    {"permit", "", strict::access<&Endpoint::acl, AccessRule::Sense::permit, Endpoint>, "networks from which its messages may come"},
    {"deny", "", strict::access<&Endpoint::acl, AccessRule::Sense::deny, Endpoint>, "networks from which its messages may not come"},
    {"set_var", "", set_var, "variable of its channels"},
    {"rtp_timeout", "", strict::time<&Endpoint::rtp_timeout, 0, Endpoint>, "hang up after so many seconds without media"},
    {"rtp_timeout_hold", "", strict::time<&Endpoint::rtp_timeout_hold, 0, Endpoint>, "the same while on hold"},
    {"rtp_keepalive", "", strict::time<&Endpoint::rtp_keepalive, 0, Endpoint>, "send comfort noise after so many seconds"},
    {"max_forwards", "", strict::number<&Endpoint::max_forwards, 1, 255, Endpoint>, "Max-Forwards of requests to it"},
    {"use_q850_reason", "", strict::yes_or_no<&Endpoint::use_q850_reason, Endpoint>, "whether Reason headers carry Q.850 causes"},
};

/** Options of `type=aor`. */
constexpr Option<Aor> aor_table[] = {
    {"contact", "", contact, "a fixed contact, as a URI"},
    {"max_contacts", "", strict::number<&Aor::max_contacts, 0, 100, Aor>, "contacts that may be registered at once"},
    {"minimum_expiration", "", strict::time<&Aor::minimum_expiration, 1, Aor>, "shortest lifetime of a registration, in seconds"},
    {"maximum_expiration", "", strict::time<&Aor::maximum_expiration, 1, Aor>, "longest lifetime of a registration, in seconds"},
    {"default_expiration", "", strict::time<&Aor::default_expiration, 1, Aor>, "lifetime of a registration that asks for none, in seconds"},
    {"qualify_frequency", "", strict::time<&Aor::qualify_frequency, 0, Aor>, "seconds between questions whether it answers; 0: it is not asked"},
    {"qualify_timeout", "", strict::time<&Aor::qualify_timeout, 1, Aor>, "milliseconds within which it should answer"},
    {"default_contact", "", strict::text<&Aor::default_contact, Aor>, "where it is until it registers"},
    {"mailboxes", "", mailboxes, "mailboxes whose state it is told"},
    {"support_path", "", strict::yes_or_no<&Aor::support_path, Aor>, "whether Path is taken and answered"},
    {"contact_permit", "", strict::access<&Aor::contact_acl, AccessRule::Sense::permit, Aor>, "networks in which a contact may lie"},
    {"contact_deny", "", strict::access<&Aor::contact_acl, AccessRule::Sense::deny, Aor>, "networks in which a contact may not lie"},
};

/** Options of `type=auth`. */
constexpr Option<Auth> auth_table[] = {
    {"username", "", strict::text<&Auth::username, Auth>, "user of the digest"},
    {"password", "", strict::text<&Auth::password, Auth>, "its secret"},
    {"md5_cred", "", md5_cred, "MD5 of user, realm and secret, in place of a password"},
    {"realm", "", strict::text<&Auth::realm, Auth>, "realm, when it is not the global one"},
};

}  // namespace

template <>
std::span<const Option<Global>> modular_options<Global>()
{
    return global_table;
}

template <>
std::span<const Option<Transport>> modular_options<Transport>()
{
    return transport_table;
}

template <>
std::span<const Option<Endpoint>> modular_options<Endpoint>()
{
    return endpoint_table;
}

template <>
std::span<const Option<Aor>> modular_options<Aor>()
{
    return aor_table;
}

template <>
std::span<const Option<Auth>> modular_options<Auth>()
{
    return auth_table;
}

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file The option tables of the modular file, but that of endpoints. */
#include <algorithm>

#include "config/modular_options.h"

#include "config/account_line.h"
#include "config/strict.h"

namespace sipcore::config {

namespace {

/** `default_auth_algorithms_uas`: algorithms by their names in headers. @rfc{8760,2.1} */
void digest_algorithms(Global& global, Value& value)
{
    std::vector<DigestAlgorithm> all;
    for (auto part : split(value.text)) {
        bool sha256 = same_name(part, "SHA-256");
        auto algorithm = sha256 ? DigestAlgorithm::sha256 : DigestAlgorithm::md5;
        if ((!sha256 && !same_name(part, "MD5")) || std::ranges::find(all, algorithm) != all.end())
            return value.complain("should be a list of SHA-256 and MD5");
        all.push_back(algorithm);
    }
    if (all.empty())
        return value.complain("should be a list of SHA-256 and MD5");
    global.default_auth_algorithms_uas = std::move(all);
}

using strict::Word;

/** Words of `protocol` and `transports`. */
constexpr Word<Protocol> protocol_words[] = {{"udp", Protocol::udp}, {"tcp", Protocol::tcp}, {"tls", Protocol::tls}, {"ws", Protocol::ws}, {"wss", Protocol::wss}};

/** Words of `method`. */
constexpr Word<TlsMethod> tls_words[] = {{"negotiated", TlsMethod::negotiated}, {"tlsv1", TlsMethod::tlsv1}, {"sslv3", TlsMethod::sslv3}, {"sslv2", TlsMethod::sslv2}};
/** Words of `auto_create`. */
constexpr Word<AutoCreate> create_words[] = {{"no", AutoCreate::no}, {"yes", AutoCreate::yes}, {"persist", AutoCreate::persist}};
/** Words of `notify_ringing`. */
constexpr Word<NotifyRinging> ringing_words[] = {{"no", NotifyRinging::no}, {"yes", NotifyRinging::yes}, {"not_in_use", NotifyRinging::not_in_use}};
/** Words of `notify_callerid`. */
constexpr Word<NotifyCallerId> notify_words[] = {{"no", NotifyCallerId::no}, {"yes", NotifyCallerId::yes}, {"ignore_context", NotifyCallerId::ignore_context}};

/** `outbound_proxy`. */
void outbound_proxy(Global& global, Value& value)
{
    if (auto proxy = parse_proxy(value))
        global.outbound_proxy = std::move(proxy);
}

/** `port` of a server: that it was written counts too. */
template <class T>
void written_port(T& account, Value& value)
{
    strict::number<&T::port, 1, 65535, T>(account, value);
    account.port_written = true;
}

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
    {"default_auth_algorithms_uas", "", digest_algorithms, "what challenges are made with, the preferred first: SHA-256, MD5"},
    {"auth_options_requests", "", strict::yes_or_no<&Global::auth_options_requests, Global>, "whether OPTIONS must prove who sent it"},
    {"context", "", strict::text<&Global::context, Global>, "dialplan context of guests, and of endpoints without one"},
    {"default_from_user", "", strict::text<&Global::default_from_user, Global>, "user of From when a call has no caller"},
    {"language", "", strict::text<&Global::language, Global>, "language of prompts"},
    {"timer_t1", "", strict::time<&Global::timer_t1, 1, Global>, "round trip estimate, in milliseconds"},
    {"timer_b", "", strict::time<&Global::timer_b, 1, Global>, "milliseconds after which an INVITE without any response ends"},
    {"minimum_t1", "", strict::time<&Global::minimum_t1, 1, Global>, "least round trip estimate, in milliseconds"},
    {"media_address", "", strict::ip<&Global::media_address, Global>, "address told in session descriptions"},
    {"rtp_bind", "", strict::ip<&Global::rtp_bind, Global>, "address on which media is received"},
    {"domains_as_realm", "", strict::yes_or_no<&Global::domains_as_realm, Global>, "whether a domain of ours that From or To names is the realm"},
    {"from_domain", "", strict::text<&Global::from_domain, Global>, "host of From in requests to endpoints without one"},
    {"from_domain_port", "", strict::number<&Global::from_domain_port, 0, 65535, Global>, "port beside it"},
    {"parkinglot", "", strict::text<&Global::parkinglot, Global>, "where calls are parked"},
    {"mwi_from_user", "", strict::text<&Global::mwi_from_user, Global>, "user of From of what tells of waiting messages"},
    {"auth_message_requests", "", strict::yes_or_no<&Global::auth_message_requests, Global>, "whether MESSAGE must prove who sent it"},
    {"accept_message_requests", "", strict::yes_or_no<&Global::accept_message_requests, Global>, "whether MESSAGE outside of calls is taken"},
    {"match_auth_username", "", strict::yes_or_no<&Global::match_auth_username, Global>, "whether an endpoint is known by the user of its digest"},
    {"auto_create", "", strict::word<create_words, &Global::auto_create, Global>, "whether a stranger that registers becomes an endpoint: no, yes, persist"},
    {"auth_failure_events", "", strict::yes_or_no<&Global::auth_failure_events, Global>, "whether refused registrations are manager events"},
    {"contact_permit", "", strict::access<&Global::contact_acl, AccessRule::Sense::permit, Global>, "networks in which contacts of all may lie"},
    {"contact_deny", "", strict::access<&Global::contact_acl, AccessRule::Sense::deny, Global>, "networks in which contacts of all may not lie"},
    {"contact_acl", "", strict::named_access<&Global::contact_acl, Global>, "lists of acl.conf in which contacts of all must lie"},
    {"dynamic_exclude_static", "", strict::yes_or_no<&Global::dynamic_exclude_static, Global>, "whether nobody registers the fixed address of another"},
    {"auto_domain", "", strict::yes_or_no<&Global::auto_domain, Global>, "whether our names and addresses are domains that are ours"},
    {"allow_external_domains", "", strict::yes_or_no<&Global::allow_external_domains, Global>, "whether calls to domains that are not ours are taken"},
    {"realm_auths", "", strict::list<&Global::realm_auths, Global>, "names of auths for challenges of their realm"},
    {"max_forwards", "", strict::number<&Global::max_forwards, 1, 255, Global>, "Max-Forwards of requests to nobody we know"},
    {"outbound_proxy", "", outbound_proxy, "next hop of requests: [transport://]host[:port][,force]"},
    {"srv_lookup", "", strict::yes_or_no<&Global::srv_lookup, Global>, "whether SRV records are looked up"},
    {"compact_headers", "", strict::yes_or_no<&Global::compact_headers, Global>, "whether headers have one-letter names"},
    {"pedantic", "", strict::yes_or_no<&Global::pedantic, Global>, "whether tags and escapes are minded"},
    {"ignore_uri_user_options", "", strict::yes_or_no<&Global::ignore_uri_user_options, Global>, "whether user parts end at a semicolon"},
    {"shrink_callerid", "", strict::yes_or_no<&Global::shrink_callerid, Global>, "whether callers' numbers lose blanks, brackets, dots and dashes"},
    {"send_diversion", "", strict::yes_or_no<&Global::send_diversion, Global>, "whether Diversion headers are sent"},
    {"refer_add_headers", "", strict::yes_or_no<&Global::refer_add_headers, Global>, "whether added headers go into REFERs"},
    {"store_sip_cause", "", strict::yes_or_no<&Global::store_sip_cause, Global>, "whether SIP_CAUSE is set"},
    {"tcp_auth_timeout", "", strict::time<&Global::tcp_auth_timeout, 1, Global>, "seconds after which a connection without a proven request is closed"},
    {"tcp_auth_limit", "", strict::number<&Global::tcp_auth_limit, 1, 1000000, Global>, "connections without a proven request at once"},
    {"websocket", "", strict::yes_or_no<&Global::websocket, Global>, "whether SIP is served over WebSocket by the HTTP server"},
    {"websocket_write_timeout", "", strict::time<&Global::websocket_write_timeout, 0, Global>, "milliseconds that a write to a WebSocket may take"},
    {"minimum_expiration", "", strict::time<&Global::minimum_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"maximum_expiration", "", strict::time<&Global::maximum_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"default_expiration", "", strict::time<&Global::default_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"sub_minimum_expiration", "", strict::time<&Global::sub_minimum_expiration, 1, Global>, "shortest lifetime of a subscription, in seconds"},
    {"sub_maximum_expiration", "", strict::time<&Global::sub_maximum_expiration, 1, Global>, "longest lifetime of a subscription, in seconds"},
    {"mwi_expiration", "", strict::time<&Global::mwi_expiration, 1, Global>, "lifetime of subscriptions of type mwi, in seconds"},
    {"registration_retry_interval", "", strict::time<&RegistrationRetry::interval, 1, Global>, "seconds between registrations without an answer"},
    {"registration_max_retries", "", strict::number<&RegistrationRetry::max_retries, 0, 1000000, Global>, "registrations without success before it is given up; 0: for ever"},
    {"registration_retry_after_forbidden", "", strict::yes_or_no<&RegistrationRetry::after_forbidden, Global>, "whether a registration that was forbidden is tried again"},
    {"register_on_network_change", "", strict::yes_or_no<&RegistrationRetry::on_network_change, Global>, "whether we register anew when our network is another"},
    {"qualify_frequency", "", strict::time<&Global::qualify_frequency, 0, Global>, "as in an aor, for those that have none"},
    {"qualify_timeout", "", strict::time<&Global::qualify_timeout, 0, Global>, "the same; 0: they are not asked"},
    {"keep_alive_interval", "", strict::time<&Global::keep_alive_interval, 0, Global>, "the same; 0: none"},
    {"support_path", "", strict::yes_or_no<&Global::support_path, Global>, "the same; whether Path is taken and answered"},
    {"qualify_gap", "", strict::time<&Global::qualify_gap, 0, Global>, "milliseconds between groups of first questions"},
    {"qualify_peers", "", strict::number<&Global::qualify_peers, 0, 1000000, Global>, "aors in such a group"},
    {"regcontext", "", strict::text<&Global::regcontext, Global>, "contexts with an extension for each registered endpoint"},
    {"regexten_on_qualify", "", strict::yes_or_no<&Global::regexten_on_qualify, Global>, "whether that extension goes while it is unreachable"},
    {"realtime_cache", "", strict::yes_or_no<&Realtime::cache_friends, Global>, "whether rows of a database stay in memory"},
    {"realtime_update", "", strict::yes_or_no<&Realtime::update, Global>, "whether registrations are written to the database"},
    {"realtime_save_system_name", "", strict::yes_or_no<&Realtime::save_system_name, Global>, "whether our system's name is written with them"},
    {"realtime_save_path", "", strict::yes_or_no<&Realtime::save_path, Global>, "whether the Path is written with them"},
    {"realtime_auto_clear", "", strict::yes_or_no<&Realtime::auto_clear, Global>, "whether a row in memory goes after a while"},
    {"realtime_auto_clear_after", "", strict::time<&Realtime::auto_clear_after, 1, Global>, "seconds of that while"},
    {"ignore_expire", "", strict::yes_or_no<&Realtime::ignore_expire, Global>, "whether kept bindings outlive their end"},
    {"notify_mime_type", "", strict::text<&Global::notify_mime_type, Global>, "type of the text that tells of waiting messages"},
    {"notify_ringing", "", strict::word<ringing_words, &Global::notify_ringing, Global>, "what lamps are told of ringing: yes, not_in_use, no"},
    {"notify_hold", "", strict::yes_or_no<&Global::notify_hold, Global>, "whether lamps are told of hold"},
    {"notify_callerid", "", strict::word<notify_words, &Global::notify_callerid, Global>, "whether lamps are told who calls: yes, ignore_context, no"},
    {"tos_audio", "", strict::tos<&Global::tos_audio, Global>, "type of service of audio"},
    {"tos_video", "", strict::tos<&Global::tos_video, Global>, "type of service of video"},
    {"tos_text", "", strict::tos<&Global::tos_text, Global>, "type of service of text"},
    {"cos_audio", "", strict::number<&Global::cos_audio, 0, 7, Global>, "802.1p priority of audio"},
    {"cos_video", "", strict::number<&Global::cos_video, 0, 7, Global>, "802.1p priority of video"},
    {"cos_text", "", strict::number<&Global::cos_text, 0, 7, Global>, "802.1p priority of text"},
    {"relax_dtmf", "", strict::yes_or_no<&Global::relax_dtmf, Global>, "whether tones in the audio are found more easily"},
    {"premature_media", "", strict::yes_or_no<&Global::premature_media, Global>, "whether audio before progress sends no 183"},
    {"direct_rtp_setup", "", strict::yes_or_no<&Global::direct_rtp_setup, Global>, "whether media goes round us from the first INVITE"},
    {"jitter_buffer", "", strict::yes_or_no<&JitterBuffer::enable, Global>, "whether received audio has a jitter buffer"},
    {"jitter_buffer_force", "", strict::yes_or_no<&JitterBuffer::force, Global>, "even when the other side could do it"},
    {"jitter_buffer_max_size", "", strict::time<&JitterBuffer::max_size, 1, Global>, "milliseconds that wait at most"},
    {"jitter_buffer_resync_threshold", "", strict::time<&JitterBuffer::resync_threshold, 1, Global>, "jump of time stamps that empties it, in milliseconds"},
    {"jitter_buffer_impl", "", strict::text<&JitterBuffer::impl, Global>, "fixed or adaptive"},
    {"jitter_buffer_target_extra", "", strict::time<&JitterBuffer::target_extra, 0, Global>, "padding of the adaptive one, in milliseconds"},
    {"jitter_buffer_log", "", strict::yes_or_no<&JitterBuffer::log, Global>, "whether its frames are logged"},
    {"jitter_buffer_sync_video", "", strict::yes_or_no<&JitterBuffer::sync_video, Global>, "whether video waits with audio"},
    {"record_history", "", strict::yes_or_no<&Global::record_history, Global>, "whether what happens to a dialog is kept"},
    {"dump_history", "", strict::yes_or_no<&Global::dump_history, Global>, "whether that is logged at its end"},
    {"debug", "", strict::yes_or_no<&Global::sip_debug, Global>, "whether messages are printed from the start"},
};

/** Options of `type=transport`. */
constexpr Option<Transport> transport_table[] = {
    {"protocol", "", strict::word<protocol_words, &Transport::protocol, Transport>, "udp, tcp, tls, ws or wss"},
    {"bind", "", strict::socket_address<&Transport::bind, Transport>, "numeric address with an optional port on which it listens"},
    {"external_signaling_address", "", strict::socket_address<&Transport::external_signaling_address, Transport>, "address told to peers outside of local_net"},
    {"local_net", "", local_net, "networks to which the bound address is told"},
    {"external_signaling_host", "", strict::text<&Transport::external_signaling_host, Transport>, "name whose address is told to peers outside of local_net"},
    {"external_signaling_port", "", strict::number<&Transport::external_signaling_port, 0, 65535, Transport>, "port told to peers outside of local_net"},
    {"external_refresh", "", strict::time<&Transport::external_refresh, 0, Transport>, "seconds after which that name is looked up again"},
    {"match_external_locally", "", strict::yes_or_no<&Transport::match_external_locally, Transport>, "whether the external address stands only for addresses of ours that are in local_net"},
    {"cos", "", strict::number<&Transport::cos, 0, 7, Transport>, "802.1p priority of its packets"},
    {"cert_file", "", strict::text<&Tls::cert_file, Transport>, "file of our certificate with its chain"},
    {"priv_key_file", "", strict::text<&Tls::priv_key_file, Transport>, "file of its key"},
    {"cipher", "", strict::text<&Tls::cipher, Transport>, "ciphers as OpenSSL lists them"},
    {"ca_list_file", "", strict::text<&Tls::ca_list_file, Transport>, "file of authorities that servers' certificates may come from"},
    {"ca_list_path", "", strict::text<&Tls::ca_list_path, Transport>, "folder of such authorities"},
    {"verify_server", "", strict::yes_or_no<&Tls::verify_server, Transport>, "whether servers' certificates are checked"},
    {"strict_names", "", strict::yes_or_no<&Tls::strict_names, Transport>, "whether only the alternative names of a server's certificate count, without wildcards"},
    {"verify_client", "", strict::yes_or_no<&Tls::verify_client, Transport>, "whether a certificate that a client shows must be good"},
    {"require_client_cert", "", strict::yes_or_no<&Tls::require_client_cert, Transport>, "whether a client must show a good one"},
    {"method", "", strict::word<tls_words, &Tls::method, Transport>, "version of TLS of connections that we make"},
    {"prefer_server_cipher_order", "", strict::yes_or_no<&Tls::prefer_server_cipher_order, Transport>, "whether our order of ciphers goes first"},
    {"disable_tlsv1", "", strict::yes_or_no<&Tls::disable_tlsv1, Transport>, "no TLS 1.0"},
    {"disable_tlsv11", "", strict::yes_or_no<&Tls::disable_tlsv11, Transport>, "no TLS 1.1"},
    {"disable_tlsv12", "", strict::yes_or_no<&Tls::disable_tlsv12, Transport>, "no TLS 1.2"},
    {"tos", "", strict::tos<&Transport::tos, Transport>, "type of service of its packets"},
};

/** Options of `type=aor`. */
constexpr Option<Aor> aor_table[] = {
    {"contact", "", contact, "a fixed contact, as a URI"},
    {"max_contacts", "", strict::number<&Aor::max_contacts, 0, 100, Aor>, "contacts that may be registered at once"},
    {"minimum_expiration", "", strict::time<&Aor::minimum_expiration, 1, Aor>, "shortest lifetime of a registration, in seconds"},
    {"maximum_expiration", "", strict::time<&Aor::maximum_expiration, 1, Aor>, "longest lifetime of a registration, in seconds"},
    {"default_expiration", "", strict::time<&Aor::default_expiration, 1, Aor>, "lifetime of a registration that asks for none, in seconds"},
    {"qualify_frequency", "", strict::time<&Aor::qualify_frequency, 0, Aor>, "seconds between questions whether it answers; 0: it is not asked"},
    {"idle_qualify_frequency", "", strict::time<&Aor::idle_qualify_frequency, 0, Aor>, "what qualify_frequency would be if it were asked, for listings"},
    {"keep_alive_interval", "", strict::time<&Aor::keep_alive_interval, 0, Aor>, "seconds between empty lines to its contact; 0: none"},
    {"regexten", "", strict::text<&Aor::regexten, Aor>, "extensions while it is registered"},
    {"contact_acl", "", strict::named_access<&Aor::contact_acl, Aor>, "lists of acl.conf in which a contact must lie"},
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

/** Options of `type=registration`. */
constexpr Option<OutboundRegistration> registration_table[] = {
    {"endpoint", "", strict::text<&OutboundRegistration::endpoint, OutboundRegistration>, "name of the endpoint whose address and credentials are used"},
    {"protocol", "", strict::word<protocol_words, &OutboundRegistration::protocol, OutboundRegistration>, "udp, tcp, tls, ws or wss"},
    {"host", "", strict::text<&OutboundRegistration::host, OutboundRegistration>, "the server"},
    {"port", "", written_port<OutboundRegistration>, "its port; without one, SRV records are asked for"},
    {"user", "", strict::text<&OutboundRegistration::user, OutboundRegistration>, "user of From and To"},
    {"domain", "", strict::text<&OutboundRegistration::domain, OutboundRegistration>, "host of From and To, when it is not the server"},
    {"domain_port", "", strict::number<&OutboundRegistration::domain_port, 0, 65535, OutboundRegistration>, "port beside it"},
    {"auth_user", "", strict::text<&OutboundRegistration::auth_user, OutboundRegistration>, "user of the digest"},
    {"password", "", strict::text<&OutboundRegistration::password, OutboundRegistration>, "its secret"},
    {"contact_user", "", strict::text<&OutboundRegistration::contact_user, OutboundRegistration>, "extension that its calls ask for"},
    {"expiration", "", strict::time<&OutboundRegistration::expiration, 0, OutboundRegistration>, "lifetime that is asked for, in seconds"},
};

/** Options of `type=mwi`. */
constexpr Option<MwiSubscription> mwi_table[] = {
    {"host", "", strict::text<&MwiSubscription::host, MwiSubscription>, "the server"},
    {"port", "", written_port<MwiSubscription>, "its port; without one, SRV records are asked for"},
    {"user", "", strict::text<&MwiSubscription::user, MwiSubscription>, "the account"},
    {"auth_user", "", strict::text<&MwiSubscription::auth_user, MwiSubscription>, "user of the digest"},
    {"password", "", strict::text<&MwiSubscription::password, MwiSubscription>, "its secret"},
    {"mailbox", "", strict::text<&MwiSubscription::mailbox, MwiSubscription>, "our name of the mailbox"},
};

/** Options of `type=domain`. */
constexpr Option<Domain> domain_table[] = {
    {"context", "", strict::text<&Domain::context, Domain>, "dialplan context of requests to it"},
};

}  // namespace

template <>
std::span<const Option<OutboundRegistration>> modular_options<OutboundRegistration>()
{
    return registration_table;
}

template <>
std::span<const Option<MwiSubscription>> modular_options<MwiSubscription>()
{
    return mwi_table;
}

template <>
std::span<const Option<Domain>> modular_options<Domain>()
{
    return domain_table;
}

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

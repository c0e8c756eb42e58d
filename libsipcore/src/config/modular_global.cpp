// SPDX-License-Identifier: GPL-2.0-only
/** @file The options of what holds for all in the modular files. */
#include <algorithm>

#include "config/account_line.h"
#include "config/modular_options.h"
#include "config/modular_words.h"

namespace sipcore::config {

namespace {

using namespace modular;

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
/** The same, written. */
Lines print_digest_algorithms(const Global& global, std::string_view name)
{
    std::string text;
    for (auto algorithm : global.default_auth_algorithms_uas)
        text += std::string{text.empty() ? "" : ","} + (algorithm == DigestAlgorithm::sha256 ? "SHA-256" : "MD5");
    return strict::one(name, text);
}

/** Options of `type=global`. */
constexpr ModularOption<Global> table[] = {
    {"user_agent", "", strict::text<&Global::user_agent, Global>, "User-Agent and Server of our messages"},
    {"sdp_owner", "", strict::text<&Global::sdp_owner, Global>, "user of the o= line of session descriptions"},
    {"sdp_session", "", strict::text<&Global::sdp_session, Global>, "s= line of session descriptions"},
    {"default_realm", "realm", strict::text<&Global::realm, Global>, "realm of our challenges"},
    {"allow_guest", "", strict::yes_or_no<&Global::allow_guest, Global>, "whether callers without an endpoint may call"},
    {"always_auth_reject", "", strict::yes_or_no<&Global::always_auth_reject, Global>, "whether unknown callers are refused as known ones with a wrong password are"},
    {"default_auth_algorithms_uas", "", {digest_algorithms, print_digest_algorithms}, "what challenges are made with, the preferred first: SHA-256, MD5"},
    {"auth_options_requests", "", strict::yes_or_no<&Global::auth_options_requests, Global>, "whether OPTIONS must prove who sent it"},
    {"context", "", strict::text<&Global::context, Global>, "dialplan context of guests, and of endpoints without one"},
    {"default_from_user", "", strict::text<&Global::default_from_user, Global>, "user of From when a call has no caller"},
    {"language", "", strict::text<&Global::language, Global>, "language of prompts"},
    {"timer_t1", "", strict::time<&Global::timer_t1, 1, Global>, "round trip estimate, in milliseconds"},
    {"timer_b", "", strict::time<&Global::timer_b, 1, Global>, "milliseconds after which an INVITE without any response ends"},
    {"minimum_t1", "", strict::time<&Global::minimum_t1, 0, Global>, "least round trip estimate, in milliseconds"},
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
    {"contact_permit", "", strict::permit<&Global::contact_acl, Global>, "networks in which contacts of all may lie"},
    {"contact_deny", "", strict::deny<&Global::contact_acl, Global>, "networks in which contacts of all may not lie"},
    {"contact_acl", "", strict::named_access<&Global::contact_acl, Global>, "lists of acl.conf in which contacts of all must lie"},
    {"dynamic_exclude_static", "", strict::yes_or_no<&Global::dynamic_exclude_static, Global>, "whether nobody registers the fixed address of another"},
    {"auto_domain", "", strict::yes_or_no<&Global::auto_domain, Global>, "whether our names and addresses are domains that are ours"},
    {"allow_external_domains", "", strict::yes_or_no<&Global::allow_external_domains, Global>, "whether calls to domains that are not ours are taken"},
    {"realm_auths", "", strict::list<&Global::realm_auths, Global>, "names of auths for challenges of their realm"},
    {"max_forwards", "", strict::number<&Global::max_forwards, 1, 255, Global>, "Max-Forwards of requests to nobody we know"},
    {"outbound_proxy", "", strict::proxy<&Global::outbound_proxy, Global>, "next hop of requests: [transport://]host[:port][,force]"},
    {"srv_lookup", "", strict::yes_or_no<&Global::srv_lookup, Global>, "whether SRV records are looked up"},
    {"compact_headers", "", strict::yes_or_no<&Global::compact_headers, Global>, "whether headers have one-letter names"},
    {"pedantic", "", strict::yes_or_no<&Global::pedantic, Global>, "whether tags and escapes are minded"},
    {"ignore_uri_user_options", "", strict::yes_or_no<&Global::ignore_uri_user_options, Global>, "whether user parts end at a semicolon"},
    {"shrink_callerid", "", strict::yes_or_no<&Global::shrink_callerid, Global>, "whether callers' numbers lose blanks, brackets, dots and dashes"},
    {"send_diversion", "", strict::yes_or_no<&Global::send_diversion, Global>, "whether Diversion headers are sent"},
    {"refer_add_headers", "", strict::yes_or_no<&Global::refer_add_headers, Global>, "whether added headers go into REFERs"},
    {"store_sip_cause", "", strict::yes_or_no<&Global::store_sip_cause, Global>, "whether SIP_CAUSE is set"},
    {"tcp_auth_timeout", "", strict::time<&Global::tcp_auth_timeout, 1, Global>, "seconds after which a connection without a proven request is closed"},
    {"tcp_auth_limit", "", strict::number<&Global::tcp_auth_limit, 1, 2147483647, Global>, "connections without a proven request at once"},
    {"websocket", "", strict::yes_or_no<&Global::websocket, Global>, "whether SIP is served over WebSocket by the HTTP server"},
    {"websocket_write_timeout", "", strict::time<&Global::websocket_write_timeout, 0, Global>, "milliseconds that a write to a WebSocket may take"},
    {"minimum_expiration", "", strict::time<&Global::minimum_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"maximum_expiration", "", strict::time<&Global::maximum_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"default_expiration", "", strict::time<&Global::default_expiration, 1, Global>, "as in an aor, for those that have none"},
    {"sub_minimum_expiration", "", strict::time<&Global::sub_minimum_expiration, 1, Global>, "shortest lifetime of a subscription, in seconds"},
    {"sub_maximum_expiration", "", strict::time<&Global::sub_maximum_expiration, 1, Global>, "longest lifetime of a subscription, in seconds"},
    {"mwi_expiration", "", strict::time<&Global::mwi_expiration, 1, Global>, "lifetime of subscriptions of type mwi, in seconds"},
    {"registration_retry_interval", "", strict::time<&RegistrationRetry::interval, 1, Global>, "seconds between registrations without an answer"},
    {"registration_max_retries", "", strict::number<&RegistrationRetry::max_retries, 0, 2147483647, Global>, "registrations without success before it is given up; 0: for ever"},
    {"registration_retry_after_forbidden", "", strict::yes_or_no<&RegistrationRetry::after_forbidden, Global>, "whether a registration that was forbidden is tried again"},
    {"register_on_network_change", "", strict::yes_or_no<&RegistrationRetry::on_network_change, Global>, "whether we register anew when our network is another"},
    {"qualify_frequency", "", strict::time<&Global::qualify_frequency, 0, Global>, "as in an aor, for those that have none"},
    {"qualify_timeout", "", parts_of_seconds<&Global::qualify_timeout, Global, 0>, "the same, in seconds as 2.5; 0: they are not asked"},
    {"keep_alive_interval", "", strict::time<&Global::keep_alive_interval, 0, Global>, "the same; 0: none"},
    {"support_path", "", strict::yes_or_no<&Global::support_path, Global>, "the same; whether Path is taken and answered"},
    {"qualify_gap", "", strict::time<&Global::qualify_gap, 0, Global>, "milliseconds between groups of first questions"},
    {"qualify_peers", "", strict::number<&Global::qualify_peers, 0, 2147483647, Global>, "aors in such a group"},
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

/** Options of `type=acl`, as lists of their own. */
constexpr ModularOption<AclSection> acl_table[] = {
    {"acl", "", strict::named_access<&AclSection::senders, AclSection>, "lists of acl.conf from which messages must come"},
    {"permit", "", strict::permit<&AclSection::senders, AclSection>, "networks from which messages may come"},
    {"deny", "", strict::deny<&AclSection::senders, AclSection>, "networks from which messages may not come"},
    {"contact_acl", "", strict::named_access<&AclSection::contacts, AclSection>, "lists of acl.conf in which contacts must lie"},
    {"contact_permit", "", strict::permit<&AclSection::contacts, AclSection>, "networks in which contacts may lie"},
    {"contact_deny", "", strict::deny<&AclSection::contacts, AclSection>, "networks in which contacts may not lie"},
};

}  // namespace

template <>
std::span<const ModularOption<Global>> modular_options<Global>()
{
    return table;
}

template <>
std::span<const ModularOption<AclSection>> modular_options<AclSection>()
{
    return acl_table;
}

}  // namespace sipcore::config

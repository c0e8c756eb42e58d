// SPDX-License-Identifier: GPL-2.0-only
/** @file The option table of endpoints in the modular file. */
#include "config/account_line.h"
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
/** Words of `transports`. */
constexpr Word<Protocol> protocol_words[] = {{"udp", Protocol::udp}, {"tcp", Protocol::tcp}, {"tls", Protocol::tls}, {"ws", Protocol::ws}, {"wss", Protocol::wss}};
/** Words of `timers`. */
constexpr Word<SessionTimers> timer_words[] = {{"accept", SessionTimers::accept}, {"originate", SessionTimers::originate}, {"refuse", SessionTimers::refuse}};
/** Words of `timers_refresher`. */
constexpr Word<Refresher> refresher_words[] = {{"uac", Refresher::uac}, {"uas", Refresher::uas}, {"unknown", Refresher::unknown}};
/** Words of `100rel`. */
constexpr Word<Reliability> reliability_words[] = {{"no", Reliability::no}, {"yes", Reliability::yes}, {"peer_supported", Reliability::peer_supported},
                                                   {"required", Reliability::required}};
/** Words of `trust_id_outbound`. */
constexpr Word<TrustIdOutbound> trust_words[] = {{"legacy", TrustIdOutbound::legacy}, {"no", TrustIdOutbound::no}, {"yes", TrustIdOutbound::yes}};
/** Words of `ama_flags`. */
constexpr Word<AmaFlags> ama_words[] = {{"none", AmaFlags::none}, {"omit", AmaFlags::omit}, {"billing", AmaFlags::billing}, {"documentation", AmaFlags::documentation}};
/** Words of `allow_overlap`. */
constexpr Word<Overlap> overlap_words[] = {{"no", Overlap::no}, {"yes", Overlap::yes}, {"dtmf", Overlap::dtmf}};
/** Words of `redirect_method`. */
constexpr Word<RedirectMethod> redirect_words[] = {{"user", RedirectMethod::user}, {"uri", RedirectMethod::uri}};
/** Words of `cc_agent_policy`. */
constexpr Word<CcAgentPolicy> agent_words[] = {{"never", CcAgentPolicy::never}, {"native", CcAgentPolicy::native}, {"generic", CcAgentPolicy::generic}};
/** Words of `cc_monitor_policy`. */
constexpr Word<CcMonitorPolicy> monitor_words[] = {{"never", CcMonitorPolicy::never}, {"native", CcMonitorPolicy::native},
                                                   {"generic", CcMonitorPolicy::generic}, {"always", CcMonitorPolicy::always}};
/** Words of `direct_media_method`. */
constexpr Word<DirectMediaMethod> method_words[] = {{"reinvite", DirectMediaMethod::reinvite}, {"update", DirectMediaMethod::update}};
/** Words of `dtls_verify`. */
constexpr Word<DtlsVerify> verify_words[] = {{"no", DtlsVerify::no}, {"fingerprint", DtlsVerify::fingerprint},
                                             {"certificate", DtlsVerify::certificate}, {"yes", DtlsVerify::yes}};
/** Words of `dtls_setup`. */
constexpr Word<DtlsSetup> setup_words[] = {{"active", DtlsSetup::active}, {"passive", DtlsSetup::passive}, {"actpass", DtlsSetup::actpass}};
/** Words of `dtls_fingerprint`. */
constexpr Word<DtlsFingerprint> hash_words[] = {{"sha-256", DtlsFingerprint::sha256}, {"sha-1", DtlsFingerprint::sha1}};
/** Words of `t38_udptl_ec`. */
constexpr Word<UdptlRepair> repair_words[] = {{"none", UdptlRepair::none}, {"fec", UdptlRepair::fec}, {"redundancy", UdptlRepair::redundancy}};

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
        if (!each.is_good())
            return value.complain(each.problems.front().what);
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

/** `context`: of an endpoint's own, it goes before that of a domain. */
void context(Endpoint& endpoint, Value& value)
{
    endpoint.context = value.text;
    endpoint.context_of_domain = false;
}

/** `outbound_proxy`. */
void outbound_proxy(Endpoint& endpoint, Value& value)
{
    if (auto proxy = parse_proxy(value))
        endpoint.outbound_proxy = std::move(proxy);
}

/** `disallowed_methods`: commas between them. */
void disallowed_methods(Endpoint& endpoint, Value& value)
{
    for (auto name : split(value.text)) {
        auto method = known_method(name);
        if (method.empty())
            return value.complain("should be methods of SIP");
        endpoint.disallowed_methods.emplace_back(method);
    }
}

/** `callerid_privacy`: a word, or a number. */
void presentation(Endpoint& endpoint, Value& value)
{
    auto number = parse_presentation(value.text);
    if (number == 0 && !same_name(value.text, "allowed_not_screened") && !number_within(value.text, 0, 255))
        return value.complain("should be a presentation as allowed, prohib, unavailable, or its number");
    endpoint.callerid_privacy = number;
}

/** `t38_udptl_maxdatagram`. */
void max_datagram(Endpoint& endpoint, Value& value)
{
    auto number = number_within(value.text, 0, 4294967295L);
    if (!number)
        return value.complain("should be a number of octets");
    endpoint.t38_udptl_maxdatagram = static_cast<unsigned>(*number);
}

/** Options of `type=endpoint`. */
constexpr Option<Endpoint> endpoint_table[] = {
    {"identify_by", "", identify_by, "how its requests are known: username, address"},
    {"any_port", "", strict::yes_or_no<&Identification::any_port, Endpoint>, "whether the source port does not count when it is known by its address"},
    {"invite_without_auth", "", strict::yes_or_no<&Identification::invite_without_auth, Endpoint>, "whether its calls prove nothing"},
    {"auth", "", strict::text<&Endpoint::auth, Endpoint>, "name of the auth that its requests must prove"},
    {"outbound_auth", "", strict::text<&Endpoint::outbound_auth, Endpoint>, "name of the auth with which its challenges are answered"},
    {"aors", "", strict::text<&Endpoint::aors, Endpoint>, "name of the aor where it is reached"},
    {"transports", "", transports, "what it may use, the preferred first"},
    {"context", "", context, "dialplan context of its calls"},
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
    {"callback_extension", "", strict::text<&Endpoint::callback_extension, Endpoint>, "requests from its address to this user are its own first of all"},
    {"realm_auths", "", strict::list<&Endpoint::realm_auths, Endpoint>, "names of auths that go first when their realm is that of a challenge"},
    {"default_user", "", strict::text<&Endpoint::default_user, Endpoint>, "user that it is asked for when nothing else names one"},
    {"acl", "", strict::named_access<&Endpoint::acl, Endpoint>, "lists of acl.conf from which its messages must come"},
    {"outbound_proxy", "", outbound_proxy, "next hop of requests to it: [transport://]host[:port][,force]"},
    {"disallowed_methods", "", disallowed_methods, "methods that are never sent to it"},
    {"timer_t1", "", strict::time<&Endpoint::timer_t1, 1, Endpoint>, "round trip estimate, in milliseconds"},
    {"timer_b", "", strict::time<&Endpoint::timer_b, 1, Endpoint>, "milliseconds after which an INVITE without any response ends"},
    {"timers", "", strict::word<timer_words, &Endpoint::timers, Endpoint>, "session timers: accept, originate, refuse"},
    {"timers_sess_expires", "", strict::time<&Endpoint::timers_sess_expires, 0, Endpoint>, "seconds after which a session ends unless it is refreshed"},
    {"timers_min_se", "", strict::time<&Endpoint::timers_min_se, 90, Endpoint>, "least such time that we take"},
    {"timers_refresher", "", strict::word<refresher_words, &Endpoint::timers_refresher, Endpoint>, "who refreshes: uac, uas, unknown"},
    {"100rel", "", strict::word<reliability_words, &Endpoint::reliability, Endpoint>, "whether provisional responses are acknowledged: no, yes, peer_supported, required"},
    {"callerid_tag", "", strict::text<&Endpoint::callerid_tag, Endpoint>, "tag of its identities"},
    {"callerid_privacy", "", presentation, "presentation of its calls: allowed, prohib, unavailable, …"},
    {"from_domain_port", "", strict::number<&Endpoint::from_domain_port, 0, 65535, Endpoint>, "port beside from_domain"},
    {"trust_id_outbound", "", strict::word<trust_words, &Endpoint::trust_id_outbound, Endpoint>, "whether it is told private identities: legacy, yes, no"},
    {"rpid_update", "", strict::yes_or_no<&Endpoint::rpid_update, Endpoint>, "whether it is sent UPDATE although it does not say that it takes that"},
    {"rpid_immediate", "", strict::yes_or_no<&Endpoint::rpid_immediate, Endpoint>, "whether it is told a new identity while it still waits for an answer"},
    {"user_eq_phone", "", strict::yes_or_no<&Endpoint::user_eq_phone, Endpoint>, "whether ;user=phone stands behind numbers"},
    {"context_of_domain", "", strict::yes_or_no<&Endpoint::context_of_domain, Endpoint>, "whether the context of the called domain goes first; a line context says no"},
    {"tone_zone", "", strict::text<&Endpoint::tone_zone, Endpoint>, "country whose tones it hears"},
    {"ama_flags", "", strict::word<ama_words, &Endpoint::ama_flags, Endpoint>, "mark of its calls' records: none, omit, billing, documentation"},
    {"parkinglot", "", strict::text<&Endpoint::parkinglot, Endpoint>, "where its calls are parked"},
    {"named_call_group", "", strict::list<&Endpoint::named_call_group, Endpoint>, "groups by names whose members may pick up its calls"},
    {"named_pickup_group", "", strict::list<&Endpoint::named_pickup_group, Endpoint>, "groups by names whose calls it may pick up"},
    {"device_state_busy_at", "", strict::number<&Endpoint::device_state_busy_at, 0, 1000000, Endpoint>, "calls from which it is busy; 0: none"},
    {"allow_overlap", "", strict::word<overlap_words, &Endpoint::allow_overlap, Endpoint>, "what becomes of numbers that are not complete: yes, no, dtmf"},
    {"allow_transfer", "", strict::yes_or_no<&Endpoint::allow_transfer, Endpoint>, "whether its REFERs are followed"},
    {"redirect_method", "", strict::word<redirect_words, &Endpoint::redirect_method, Endpoint>, "what becomes of its 3xx: user, uri"},
    {"use_client_code", "", strict::yes_or_no<&Endpoint::use_client_code, Endpoint>, "whether X-ClientCode goes into the record"},
    {"record_on_feature", "", strict::text<&Endpoint::record_on_feature, Endpoint>, "feature that Record: on starts"},
    {"record_off_feature", "", strict::text<&Endpoint::record_off_feature, Endpoint>, "feature that Record: off starts"},
    {"add_header", "", [](Endpoint& e, Value& v) { e.add_headers.emplace_back(v.text); }, "header line of calls to it and by it"},
    {"cc_agent_policy", "", strict::word<agent_words, &CallCompletion::agent_policy, Endpoint>, "call completion for its calls: never, native, generic"},
    {"cc_monitor_policy", "", strict::word<monitor_words, &CallCompletion::monitor_policy, Endpoint>, "call completion of calls to it: never, native, generic, always"},
    {"cc_offer_timer", "", strict::time<&CallCompletion::offer_timer, 1, Endpoint>, "seconds in which it may ask for it"},
    {"ccnr_available_timer", "", strict::time<&CallCompletion::ccnr_available_timer, 1, Endpoint>, "seconds that a request after no reply lives"},
    {"ccbs_available_timer", "", strict::time<&CallCompletion::ccbs_available_timer, 1, Endpoint>, "seconds that a request after busy lives"},
    {"cc_recall_timer", "", strict::time<&CallCompletion::recall_timer, 1, Endpoint>, "seconds to answer the recall"},
    {"cc_max_agents", "", strict::number<&CallCompletion::max_agents, 0, 1000000, Endpoint>, "requests of its own at once"},
    {"cc_max_monitors", "", strict::number<&CallCompletion::max_monitors, 0, 1000000, Endpoint>, "requests that wait for it at once"},
    {"cc_callback_macro", "", strict::text<&CallCompletion::callback_macro, Endpoint>, "macro before the recall"},
    {"cc_callback_sub", "", strict::text<&CallCompletion::callback_sub, Endpoint>, "subroutine before the recall"},
    {"cc_agent_dialstring", "", strict::text<&CallCompletion::agent_dialstring, Endpoint>, "how its user is reached in generic mode"},
    {"subscribe_mwi", "", strict::yes_or_no<&Endpoint::subscribe_mwi, Endpoint>, "whether it is told of waiting messages only when it subscribed"},
    {"voicemail_extension", "", strict::text<&Endpoint::voicemail_extension, Endpoint>, "user of Message-Account"},
    {"mwi_from_user", "", strict::text<&Endpoint::mwi_from_user, Endpoint>, "user of From of what tells it of waiting messages"},
    {"buggy_mwi", "", strict::yes_or_no<&Endpoint::buggy_mwi, Endpoint>, "whether counts of urgent messages are left out"},
    {"incoming_mwi_mailbox", "", strict::text<&Endpoint::incoming_mwi_mailbox, Endpoint>, "name under which its reports of waiting messages are kept"},
    {"preferred_codec_only", "", strict::yes_or_no<&Endpoint::preferred_codec_only, Endpoint>, "whether an answer names one codec"},
    {"ignore_requested_pref", "", strict::yes_or_no<&Endpoint::ignore_requested_pref, Endpoint>, "whether offers are in its own order of codecs"},
    {"use_ptime", "", strict::yes_or_no<&Endpoint::use_ptime, Endpoint>, "whether packets are as long as it asks for"},
    {"rfc2833_compensate", "", strict::yes_or_no<&Endpoint::rfc2833_compensate, Endpoint>, "timing of events as before Asterisk 1.4"},
    {"direct_media_method", "", strict::word<method_words, &Endpoint::direct_media_method, Endpoint>, "how direct media is told: reinvite, update"},
    {"direct_media_outgoing", "", strict::yes_or_no<&Endpoint::direct_media_outgoing, Endpoint>, "whether the first one is not told to the incoming side"},
    {"disable_direct_media_on_nat", "", strict::yes_or_no<&Endpoint::disable_direct_media_on_nat, Endpoint>, "whether media does not go directly behind NAT"},
    {"direct_media_permit", "", strict::access<&Endpoint::direct_media_acl, AccessRule::Sense::permit, Endpoint>, "networks to which media may go directly"},
    {"direct_media_deny", "", strict::access<&Endpoint::direct_media_acl, AccessRule::Sense::deny, Endpoint>, "networks to which media may not go directly"},
    {"direct_media_acl", "", strict::named_access<&Endpoint::direct_media_acl, Endpoint>, "lists of acl.conf to which media may go directly"},
    {"ignore_sdp_version", "", strict::yes_or_no<&Endpoint::ignore_sdp_version, Endpoint>, "whether a description counts although its version did not grow"},
    {"ice_support", "", strict::yes_or_no<&Endpoint::ice_support, Endpoint>, "whether ICE is used"},
    {"rtcp_mux", "", strict::yes_or_no<&Endpoint::rtcp_mux, Endpoint>, "whether RTP and RTCP share a port"},
    {"use_avpf", "", strict::yes_or_no<&Endpoint::use_avpf, Endpoint>, "whether offers have feedback profiles"},
    {"force_avp", "", strict::yes_or_no<&Endpoint::force_avp, Endpoint>, "whether profiles are named without DTLS even with it"},
    {"encryption", "", strict::yes_or_no<&Endpoint::encryption, Endpoint>, "whether media must be encrypted"},
    {"srtp_tag_32", "", strict::yes_or_no<&Endpoint::srtp_tag_32, Endpoint>, "whether authentication tags are short"},
    {"dtls", "", strict::yes_or_no<&Dtls::enable, Endpoint>, "whether DTLS-SRTP is used"},
    {"dtls_verify", "", strict::word<verify_words, &Dtls::verify, Endpoint>, "what of the other side is checked: no, fingerprint, certificate, yes"},
    {"dtls_rekey", "", strict::time<&Dtls::rekey, 0, Endpoint>, "seconds after which keys are made anew; 0: never"},
    {"dtls_auto_generate_cert", "", strict::yes_or_no<&Dtls::auto_generate_cert, Endpoint>, "whether a certificate of the moment is used"},
    {"dtls_cert_file", "", strict::text<&Dtls::cert_file, Endpoint>, "file of our certificate"},
    {"dtls_private_key", "", strict::text<&Dtls::private_key, Endpoint>, "file of its key"},
    {"dtls_cipher", "", strict::text<&Dtls::cipher, Endpoint>, "ciphers as OpenSSL lists them"},
    {"dtls_ca_file", "", strict::text<&Dtls::ca_file, Endpoint>, "file of authorities"},
    {"dtls_ca_path", "", strict::text<&Dtls::ca_path, Endpoint>, "folder of authorities"},
    {"dtls_setup", "", strict::word<setup_words, &Dtls::setup, Endpoint>, "the role that is offered: active, passive, actpass"},
    {"dtls_fingerprint", "", strict::word<hash_words, &Dtls::fingerprint, Endpoint>, "hash of a certificate: sha-256, sha-1"},
    {"rtp_engine", "", strict::text<&Endpoint::rtp_engine, Endpoint>, "who carries its media"},
    {"video_always", "", strict::yes_or_no<&Endpoint::video_always, Endpoint>, "whether a video stream is set up for every call"},
    {"text", "", strict::yes_or_no<&Endpoint::text, Endpoint>, "whether text streams are taken"},
    {"max_call_bitrate", "", strict::number<&Endpoint::max_call_bitrate, 0, 1000000, Endpoint>, "kbit/s told with video; 0: none"},
    {"g726_non_standard", "", strict::yes_or_no<&Endpoint::g726_non_standard, Endpoint>, "whether G726-32 is packed as AAL2"},
    {"t38_udptl", "", strict::yes_or_no<&Endpoint::t38_udptl, Endpoint>, "whether faxes may switch to T.38"},
    {"t38_udptl_ec", "", strict::word<repair_words, &Endpoint::t38_udptl_ec, Endpoint>, "how lost packets are mended: none, fec, redundancy"},
    {"t38_udptl_maxdatagram", "", max_datagram, "octets of a datagram, whatever the other side says"},
    {"t38_udptl_nat", "", strict::yes_or_no<&Endpoint::t38_udptl_nat, Endpoint>, "whether fax packets go to where media came from"},
    {"fax_detect_cng", "", strict::yes_or_no<&Endpoint::fax_detect_cng, Endpoint>, "whether a fax's tone leads to extension fax"},
    {"fax_detect_t38", "", strict::yes_or_no<&Endpoint::fax_detect_t38, Endpoint>, "whether an offer of T.38 leads to extension fax"},
    {"discard_remote_hold_retrieval", "", strict::yes_or_no<&Endpoint::discard_remote_hold_retrieval, Endpoint>, "whether hold and its end are not passed on"},
    {"send_aoc", "", strict::yes_or_no<&Endpoint::send_aoc, Endpoint>, "whether advice of charge is sent in INFO"},
};

}  // namespace

template <>
std::span<const Option<Endpoint>> modular_options<Endpoint>()
{
    return endpoint_table;
}

}  // namespace sipcore::config

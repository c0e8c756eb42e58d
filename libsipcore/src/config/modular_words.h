// SPDX-License-Identifier: GPL-2.0-only
/** @file The words of options of the modular files. */
#pragma once

#include "config/strict.h"

namespace sipcore::config::modular {

using strict::Word;

/** Words of `force_rport` and `rtp_symmetric`. */
inline constexpr Word<NatMode> nat_words[] = {{"yes", NatMode::on}, {"no", NatMode::off}, {"auto", NatMode::automatic}};
/** Words of `dtmf_mode`. */
inline constexpr Word<DtmfMode> dtmf_words[] = {{"rfc4733", DtmfMode::rfc4733}, {"inband", DtmfMode::inband}, {"info", DtmfMode::info},
                                         {"short_info", DtmfMode::short_info}, {"auto", DtmfMode::automatic}};
/** Words of `inband_progress`. */
inline constexpr Word<InbandProgress> progress_words[] = {{"yes", InbandProgress::yes}, {"no", InbandProgress::no}, {"never", InbandProgress::never}};
/** Words of `transports`. */
inline constexpr Word<Protocol> protocol_words[] = {{"udp", Protocol::udp}, {"tcp", Protocol::tcp}, {"tls", Protocol::tls}, {"ws", Protocol::ws}, {"wss", Protocol::wss}};
/** Words of `timers`. */
inline constexpr Word<SessionTimers> timer_words[] = {{"yes", SessionTimers::accept}, {"always", SessionTimers::originate}, {"no", SessionTimers::refuse}, {"accept", SessionTimers::accept}, {"originate", SessionTimers::originate}, {"refuse", SessionTimers::refuse}};
/** Words of `timers_refresher`. */
inline constexpr Word<Refresher> refresher_words[] = {{"uac", Refresher::uac}, {"uas", Refresher::uas}, {"unknown", Refresher::unknown}};
/** Words of `100rel`. */
inline constexpr Word<Reliability> reliability_words[] = {{"no", Reliability::no}, {"yes", Reliability::yes}, {"peer_supported", Reliability::peer_supported},
                                                   {"required", Reliability::required}};
/** Words of `trust_id_outbound`. */
inline constexpr Word<TrustIdOutbound> trust_words[] = {{"legacy", TrustIdOutbound::legacy}, {"no", TrustIdOutbound::no}, {"yes", TrustIdOutbound::yes}};
/** Words of `ama_flags`. */
inline constexpr Word<AmaFlags> ama_words[] = {{"none", AmaFlags::none}, {"omit", AmaFlags::omit}, {"billing", AmaFlags::billing}, {"documentation", AmaFlags::documentation}};
/** Words of `allow_overlap`. */
inline constexpr Word<Overlap> overlap_words[] = {{"no", Overlap::no}, {"yes", Overlap::yes}, {"dtmf", Overlap::dtmf}};
/** Words of `redirect_method`. */
inline constexpr Word<RedirectMethod> redirect_words[] = {{"user", RedirectMethod::user}, {"uri_core", RedirectMethod::uri}, {"uri", RedirectMethod::uri}};
/** Words of `cc_agent_policy`. */
inline constexpr Word<CcAgentPolicy> agent_words[] = {{"never", CcAgentPolicy::never}, {"native", CcAgentPolicy::native}, {"generic", CcAgentPolicy::generic}};
/** Words of `cc_monitor_policy`. */
inline constexpr Word<CcMonitorPolicy> monitor_words[] = {{"never", CcMonitorPolicy::never}, {"native", CcMonitorPolicy::native},
                                                   {"generic", CcMonitorPolicy::generic}, {"always", CcMonitorPolicy::always}};
/** Words of `direct_media_method`. */
inline constexpr Word<DirectMediaMethod> method_words[] = {{"reinvite", DirectMediaMethod::reinvite}, {"update", DirectMediaMethod::update}};
/** Words of `dtls_verify`. */
inline constexpr Word<DtlsVerify> verify_words[] = {{"no", DtlsVerify::no}, {"fingerprint", DtlsVerify::fingerprint},
                                             {"certificate", DtlsVerify::certificate}, {"yes", DtlsVerify::yes}};
/** Words of `dtls_setup`. */
inline constexpr Word<DtlsSetup> setup_words[] = {{"active", DtlsSetup::active}, {"passive", DtlsSetup::passive}, {"actpass", DtlsSetup::actpass}};
/** Words of `dtls_fingerprint`. */
inline constexpr Word<DtlsFingerprint> hash_words[] = {{"sha-256", DtlsFingerprint::sha256}, {"sha-1", DtlsFingerprint::sha1}};
/** Words of `t38_udptl_ec`. */
inline constexpr Word<UdptlRepair> repair_words[] = {{"none", UdptlRepair::none}, {"fec", UdptlRepair::fec}, {"redundancy", UdptlRepair::redundancy}};
/** Words of `method`. */
inline constexpr Word<TlsMethod> tls_words[] = {{"negotiated", TlsMethod::negotiated}, {"tlsv1", TlsMethod::tlsv1}, {"sslv3", TlsMethod::sslv3}, {"sslv2", TlsMethod::sslv2}};
/** Words of `auto_create`. */
inline constexpr Word<AutoCreate> create_words[] = {{"no", AutoCreate::no}, {"yes", AutoCreate::yes}, {"persist", AutoCreate::persist}};
/** Words of `notify_ringing`. */
inline constexpr Word<NotifyRinging> ringing_words[] = {{"no", NotifyRinging::no}, {"yes", NotifyRinging::yes}, {"not_in_use", NotifyRinging::not_in_use}};
/** Words of `notify_callerid`. */
inline constexpr Word<NotifyCallerId> notify_words[] = {{"no", NotifyCallerId::no}, {"yes", NotifyCallerId::yes}, {"ignore_context", NotifyCallerId::ignore_context}};

/** A time in seconds with up to three digits behind a point, kept in milliseconds, of at least so many of these. */
template <auto Member, class T, long Least>
constexpr Codec<T> parts_of_seconds{[](T& object, Value& value) {
                                        auto read = parse_seconds(value.text);
                                        if (!read || read->count() < Least)
                                            return value.complain("should be seconds as 2 or 2.5");
                                        strict::member(object, Member) = *read;
                                    },
                                    [](const T& object, std::string_view name) {
                                        return strict::one(name, seconds_text(strict::member(object, Member)));
                                    }};

}  // namespace sipcore::config::modular

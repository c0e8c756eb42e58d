// SPDX-License-Identifier: GPL-2.0-only
/** @file The sections of `sip show settings`, in their order. */
#include "cli/settings_text.h"

#include <algorithm>
#include <format>
#include <utility>

#include "cli/shown_words.h"
#include "cli/words.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Where values begin, after two blanks. */
constexpr std::size_t value_column = 24;

/** The socket of a protocol; null when there is none. */
const config::Transport* transport_of(const config::Config& config, config::Protocol protocol)
{
    auto at = std::ranges::find(config.transports, protocol, &config::Transport::protocol);
    return at == config.transports.end() ? nullptr : &*at;
}

/** Where a protocol listens, or `Disabled`. `::` stands for both families. */
std::string bound(const config::Config& config, config::Protocol protocol)
{
    const config::Transport* shown = nullptr;
    for (const auto& transport : config.transports) {
        if (transport.protocol == protocol && (!shown || (transport.bind.ip().is_v6() && transport.bind.ip().is_unspecified())))
            shown = &transport;
    }
    return shown ? shown->bind.text() : "Disabled";
}

/** Milliseconds. */
Shown ms(config::milliseconds time)
{
    return measured(time.count(), "ms");
}
/** Seconds. */
Shown secs(config::seconds time)
{
    return measured(time.count(), "secs");
}
/** Seconds after which something is done, or never. */
Shown timeout(config::seconds time)
{
    return measured(time.count(), time.count() ? "" : "(Disabled)");
}
/** Whether strangers become endpoints. */
std::string_view auto_create_word(config::AutoCreate create)
{
    switch (create) {
    case config::AutoCreate::no: return "Off";
    case config::AutoCreate::yes: return "Volatile";
    case config::AutoCreate::persist: return "Persisted";
    }
    return "Off";
}
/** How alerting is carried. */
std::string_view progress_word(config::InbandProgress progress)
{
    switch (progress) {
    case config::InbandProgress::yes: return "Yes";
    case config::InbandProgress::no: return "No";
    case config::InbandProgress::never: return "Never";
    }
    return "No";
}

/** The addresses that are listened on. */
void addresses(Page& page, const SettingsView& view)
{
    const auto& config = view.config;
    auto udp = bound(config, config::Protocol::udp);
    page.line("UDP Bindaddress:", unless(udp, "Disabled"));
    if (udp.starts_with("[::]"))
        page.raw("  ** Additional Info:\n     [::] may include IPv4 in addition to IPv6, if such a feature is enabled in the OS.\n");
    page.line("TCP SIP Bindaddress:", unless(bound(config, config::Protocol::tcp), "Disabled"));
    auto tls = bound(config, config::Protocol::tls);
    bool open = std::ranges::find(view.listeners, config::Protocol::tls, &sipcore::ListenerStatus::protocol) != view.listeners.end();
    page.line("TLS SIP Bindaddress:", tls == "Disabled" || !open ? Shown{tls == "Disabled" ? tls : "(null)", {}} : Shown{tls});
    page.line("RTP Bindaddress:", text_or(config.global.rtp_bind ? config.global.rtp_bind->text() : "", "Disabled"));
}

/** The section `Global Settings`. */
void global(Page& page, const SettingsView& view)
{
    const auto& config = view.config;
    const auto& global = config.global;
    const auto& guest = config.guest;
    page.raw("\n").heading("Global Settings:", 16);
    addresses(page, view);
    page.line("Videosupport:", truth(guest.video && !guest.video_always))
        .line("Textsupport:", truth(guest.text))
        .line("Ignore SDP sess. ver.:", truth(guest.ignore_sdp_version))
        .line("AutoCreate Peer:", auto_create_word(global.auto_create))
        .line("Match Auth Username:", truth(global.match_auth_username))
        .line("Allow unknown access:", truth(global.allow_guest))
        .line("Allow subscriptions:", truth(guest.allow_subscribe))
        .line("Allow overlap dialing:", overlap_word(guest.allow_overlap))
        .line("Allow promisc. redir:", truth(guest.redirect_method == config::RedirectMethod::uri))
        .line("Enable call counters:", truth(guest.call_limit != 0))
        .line("SIP domain support:", truth(!config.domains.empty()))
        .line("Path support :", truth(global.support_path))
        .line("Realm. auth:", truth(!global.realm_auths.empty()))
        .each("Realm. auth entry:", realm_auth_words(global.realm_auths, config.auths))
        .line("Our auth realm", global.realm)
        .line("Use domains as realms:", truth(global.domains_as_realm))
        .line("Call to non-local dom.:", truth(global.allow_external_domains))
        .line("URI user is phone no:", truth(guest.user_eq_phone))
        .line("Always auth rejects:", truth(global.always_auth_reject))
        .line("Direct RTP setup:", truth(global.direct_rtp_setup))
        .line("User Agent:", global.user_agent)
        .line("SDP Session Name:", text_or(global.sdp_session, "-"))
        .line("SDP Owner Name:", text_or(global.sdp_owner, "-"))
        .line("Reg. context:", text_or(global.regcontext, "(not set)"))
        .line("Regexten on Qualify:", truth(global.regexten_on_qualify))
        .line("Trust RPID:", truth(guest.trust_id_inbound))
        .line("Send RPID:", truth(guest.send_rpid || guest.send_pai))
        .line("Legacy userfield parse:", truth(global.ignore_uri_user_options))
        .line("Send Diversion:", truth(global.send_diversion))
        .line("Caller ID:", global.default_from_user)
        .line("From: Domain:", global.from_domain_port && global.from_domain_port != 5060 ? std::format("{}:{}", global.from_domain, global.from_domain_port)
                                                                                         : global.from_domain)
        .line("Record SIP history:", truth(view.recording, "On", "Off"))
        .line("Auth. Failure Events:", truth(global.auth_failure_events, "On", "Off"))
        .line("T.38 support:", truth(guest.t38_udptl))
        .line("T.38 EC mode:", repair_word(guest))
        .line("T.38 MaxDtgrm:", guest.t38_udptl_maxdatagram.value_or(4294967295U))
        .line("SIP realtime:", truth(view.realtime, "Enabled", "Disabled"))
        .line("Qualify Freq :", ms(global.qualify_frequency))
        .line("Q.850 Reason header:", truth(guest.use_q850_reason))
        .line("Store SIP_CAUSE:", truth(global.store_sip_cause));
}

/** The section `Network QoS Settings`. */
void quality(Page& page, const config::Config& config)
{
    const auto& global = config.global;
    const auto* udp = transport_of(config, config::Protocol::udp);
    const auto& jitter = global.jitter_buffer;
    page.heading("Network QoS Settings:", 27)
        .line("IP ToS SIP:", tos_word(udp ? udp->tos : 0))
        .line("IP ToS RTP audio:", tos_word(global.tos_audio))
        .line("IP ToS RTP video:", tos_word(global.tos_video))
        .line("IP ToS RTP text:", tos_word(global.tos_text))
        .line("802.1p CoS SIP:", udp ? udp->cos : 4)
        .line("802.1p CoS RTP audio:", global.cos_audio)
        .line("802.1p CoS RTP video:", global.cos_video)
        .line("802.1p CoS RTP text:", global.cos_text)
        .line("Jitterbuffer enabled:", truth(jitter.enable))
        .line_when(jitter.enable, "Jitterbuffer forced:", truth(jitter.force))
        .line_when(jitter.enable, "Jitterbuffer max size:", jitter.max_size.count())
        .line_when(jitter.enable, "Jitterbuffer resync:", jitter.resync_threshold.count())
        .line_when(jitter.enable, "Jitterbuffer impl:", jitter.impl)
        .line_when(jitter.enable && jitter.impl == "adaptive", "Jitterbuffer tgt extra:", jitter.target_extra.count())
        .line_when(jitter.enable, "Jitterbuffer log:", truth(jitter.log));
}

/** The mask of a network, as an address. */
std::string mask_text(const sipcore::Network& network)
{
    std::array<std::uint8_t, 16> octets{};
    for (unsigned bit = 0; bit < network.prefix_length; ++bit)
        octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] | 0x80U >> bit % 8);
    return network.address.is_v4() ? sipcore::IpAddress::v4({octets[0], octets[1], octets[2], octets[3]}).text()
                                   : sipcore::IpAddress::v6(octets).text();
}

/** Networks with their masks. */
std::vector<std::string> networks(const std::vector<sipcore::Network>& all)
{
    std::vector<std::string> texts;
    for (const auto& each : all)
        texts.push_back(std::format("{}/{}", each.address.text(), mask_text(each)));
    return texts;
}

/** The section `Network Settings`. */
void network(Page& page, const config::Config& config)
{
    const config::Transport none;
    const auto* found = transport_of(config, config::Protocol::udp);
    const auto& udp = found ? *found : none;
    page.heading("Network Settings:", 27);
    bool by_name = !udp.external_signaling_host.empty();
    page.line("SIP address remapping:", udp.local_net.empty()               ? "Disabled, no localnet list"
                                        : by_name                           ? "Enabled using externhost"
                                        : udp.external_signaling_address    ? "Enabled using externaddr"
                                                                            : "Disabled");
    auto name = udp.external_signaling_port ? std::format("{}:{}", udp.external_signaling_host, udp.external_signaling_port) : udp.external_signaling_host;
    page.line("Externhost:", text_or(by_name ? name : "", "<none>"))
        .line("Externaddr:", text_or(udp.external_signaling_address ? udp.external_signaling_address->text() : "", "(null)"))
        .line("Externrefresh:", udp.external_refresh.count())
        .below("Localnet:", networks(udp.local_net));
}

/** What lamps are told of ringing, in two lines. */
void ringing(Page& page, const config::Global& global)
{
    bool on = global.notify_ringing != config::NotifyRinging::no;
    page.line("Notify ringing state:", std::format("{}{}", yes_no(on), global.notify_ringing == config::NotifyRinging::not_in_use ? " (when not in use)" : ""))
        .line_when(on, "  Include CID:", std::format("{}{}", yes_no(global.notify_callerid != config::NotifyCallerId::no),
                                                     global.notify_callerid == config::NotifyCallerId::ignore_context ? " (Ignoring context)" : ""));
}

/** The section `Global Signalling Settings`. */
void signalling(Page& page, const SettingsView& view)
{
    const auto& global = view.config.global;
    const auto& guest = view.config.guest;
    page.heading("Global Signalling Settings:", 27)
        .line("Codecs:", codecs_shown(guest.allow, view.codecs))
        .line("Relax DTMF:", truth(global.relax_dtmf))
        .line("RFC2833 Compensation:", truth(guest.rfc2833_compensate))
        .line("Symmetric RTP:", nat_word(guest.rtp_symmetric, false))
        .line("Compact SIP headers:", truth(global.compact_headers))
        .line("RTP Keepalive:", timeout(guest.rtp_keepalive))
        .line("RTP Timeout:", timeout(guest.rtp_timeout))
        .line("RTP Hold Timeout:", timeout(guest.rtp_timeout_hold))
        .line("MWI NOTIFY mime type:", global.notify_mime_type)
        .line("DNS SRV lookup:", truth(global.srv_lookup))
        .line("Pedantic SIP support:", truth(global.pedantic))
        .line("Reg. min duration", secs(global.minimum_expiration))
        .line("Reg. max duration:", secs(global.maximum_expiration))
        .line("Reg. default duration:", secs(global.default_expiration))
        .line("Sub. min duration", secs(global.sub_minimum_expiration))
        .line("Sub. max duration:", secs(global.sub_maximum_expiration))
        .line("Outbound reg. timeout:", secs(global.registration_retry.interval))
        .line("Outbound reg. attempts:", global.registration_retry.max_retries)
        .line("Outbound reg. retry 403:", truth(global.registration_retry.after_forbidden));
    ringing(page, global);
    page.line("Notify hold state:", truth(global.notify_hold))
        .line("SIP Transfer mode:", guest.allow_transfer ? "open" : "closed")
        .line("Max Call Bitrate:", measured(guest.max_call_bitrate, "kbps"))
        .line("Auto-Framing:", truth(guest.use_ptime))
        .line("Outb. proxy:", proxy_shown(global.outbound_proxy))
        .line("Session Timers:", session_timers_word(guest.timers))
        .line("Session Refresher:", refresher_word(guest.timers_refresher))
        .line("Session Expires:", secs(guest.timers_sess_expires))
        .line("Session Min-SE:", secs(guest.timers_min_se))
        .line("Timer T1:", global.timer_t1.count())
        .line("Timer T1 minimum:", global.minimum_t1.count())
        .line("Timer B:", global.timer_b.count())
        .line("No premature media:", truth(global.premature_media))
        .line("Max forwards:", global.max_forwards);
}

/** The section `Default Settings`. */
void defaults(Page& page, const config::Config& config)
{
    const auto& global = config.global;
    const auto& guest = config.guest;
    page.heading("Default Settings:", 17)
        .line("Allowed transports:", unless(protocols_word(guest.transports), "UNKNOWN"))
        .raw(std::format("  Outbound transport:\t  {}\n", protocol_word(guest.transports.empty() ? config::Protocol::udp : guest.transports.front())))
        .told("outbound_transport", protocol_word(guest.transports.empty() ? config::Protocol::udp : guest.transports.front()))
        .line("Context:", global.context)
        .line("Record on feature:", guest.record_on_feature)
        .line("Record off feature:", guest.record_off_feature)
        .line("Force rport:", nat_word(guest.force_rport, false))
        .line("DTMF:", dtmf_word(guest.dtmf_mode))
        .line("Qualify:", global.qualify_timeout.count())
        .line("Keepalive:", global.keep_alive_interval.count())
        .line("Use ClientCode:", truth(guest.use_client_code))
        .line("Progress inband:", progress_word(guest.inband_progress))
        .line("Language:", guest.language)
        .line("Tone zone:", text_or(guest.tone_zone, "<Not set>"))
        .line("MOH Interpret:", guest.mohinterpret)
        .line("MOH Suggest:", guest.mohsuggest)
        .line("Voice Mail Extension:", guest.voicemail_extension)
        .line("RTCP Multiplexing:", truth(guest.rtcp_mux));
}

/** The section `Realtime SIP Settings`. */
void realtime(Page& page, const SettingsView& view)
{
    const auto& rows = view.config.global.realtime;
    page.heading("Realtime SIP Settings:", 22)
        .line("Realtime Peers:", truth(view.realtime))
        .line("Realtime Regs:", truth(view.realtime_registrations))
        .line("Cache Friends:", truth(rows.cache_friends))
        .line("Update:", truth(rows.update))
        .line("Ignore Reg. Expire:", truth(rows.ignore_expire))
        .line("Save sys. name:", truth(rows.save_system_name))
        .line("Save path header:", truth(rows.save_path))
        .line("Auto Clear:", std::format("{} ({})", rows.auto_clear_after.count(), rows.auto_clear ? "Enabled" : "Disabled"));
}

}  // namespace

Page settings_page(const SettingsView& view)
{
    Page page;
    global(page, view);
    quality(page, view.config);
    network(page, view.config);
    signalling(page, view);
    defaults(page, view.config);
    if (view.realtime || view.realtime_registrations)
        realtime(page, view);
    page.raw("\n----\n");
    return page;
}

std::string settings_text(const SettingsView& view)
{
    return settings_page(view).text({value_column, ""});
}

}  // namespace res_sip

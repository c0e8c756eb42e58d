// SPDX-License-Identifier: GPL-2.0-only
/** @file The sections of `sip show settings`, in their order. */
#include "cli/settings_text.h"

#include <algorithm>
#include <format>
#include <utility>

#include "cli/columns.h"
#include "cli/words.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Where values begin, after two blanks. */
constexpr std::size_t value_column = 24;

/** Lines of a label and a value. */
class Page {
public:
    /** A line: `  Label:   value`. */
    template <class T>
    Page& line(std::string_view label, const T& value)
    {
        text_ += std::format("  {}{}\n", open_cell(label, value_column), value);
        return *this;
    }
    /** A heading with an empty line before it, underlined. */
    Page& heading(std::string_view title, std::size_t dashes)
    {
        text_ += std::format("\n{}\n{}\n", title, std::string(dashes, '-'));
        return *this;
    }
    /** Text as it is. */
    Page& raw(std::string_view text)
    {
        text_ += text;
        return *this;
    }
    /** All of it. */
    std::string take() && { return std::move(text_); }

private:
    std::string text_;
};

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
std::string ms(config::milliseconds time)
{
    return std::format("{} ms", time.count());
}
/** Seconds. */
std::string secs(config::seconds time)
{
    return std::format("{} secs", time.count());
}
/** Seconds after which something is done, or never. */
std::string timeout(config::seconds time)
{
    return std::format("{} {}", time.count(), time.count() ? "" : "(Disabled)");
}
/** A text, or a dash. */
std::string_view or_dash(const std::string& text)
{
    return text.empty() ? std::string_view{"-"} : text;
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
    page.line("UDP Bindaddress:", udp);
    if (udp.starts_with("[::]"))
        page.raw("  ** Additional Info:\n     [::] may include IPv4 in addition to IPv6, if such a feature is enabled in the OS.\n");
    page.line("TCP SIP Bindaddress:", bound(config, config::Protocol::tcp));
    auto tls = bound(config, config::Protocol::tls);
    bool open = std::ranges::find(view.listeners, config::Protocol::tls, &sipcore::ListenerStatus::protocol) != view.listeners.end();
    page.line("TLS SIP Bindaddress:", tls == "Disabled" || open ? tls : "(null)");
    page.line("RTP Bindaddress:", config.global.rtp_bind ? config.global.rtp_bind->text() : "Disabled");
}

/** The section `Global Settings`. */
void global(Page& page, const SettingsView& view)
{
    const auto& config = view.config;
    const auto& global = config.global;
    const auto& guest = config.guest;
    page.raw("\n").heading("Global Settings:", 16);
    addresses(page, view);
    page.line("Videosupport:", yes_no(guest.video && !guest.video_always))
        .line("Textsupport:", yes_no(guest.text))
        .line("Ignore SDP sess. ver.:", yes_no(guest.ignore_sdp_version))
        .line("AutoCreate Peer:", auto_create_word(global.auto_create))
        .line("Match Auth Username:", yes_no(global.match_auth_username))
        .line("Allow unknown access:", yes_no(global.allow_guest))
        .line("Allow subscriptions:", yes_no(guest.allow_subscribe))
        .line("Allow overlap dialing:", overlap_word(guest.allow_overlap))
        .line("Allow promisc. redir:", yes_no(guest.redirect_method == config::RedirectMethod::uri))
        .line("Enable call counters:", yes_no(guest.call_limit != 0))
        .line("SIP domain support:", yes_no(!config.domains.empty()))
        .line("Path support :", yes_no(global.support_path))
        .line("Realm. auth:", yes_no(!global.realm_auths.empty()));
    for (const auto& line : realm_auth_words(global.realm_auths, config.auths))
        page.line("Realm. auth entry:", line);
    page.line("Our auth realm", global.realm)
        .line("Use domains as realms:", yes_no(global.domains_as_realm))
        .line("Call to non-local dom.:", yes_no(global.allow_external_domains))
        .line("URI user is phone no:", yes_no(guest.user_eq_phone))
        .line("Always auth rejects:", yes_no(global.always_auth_reject))
        .line("Direct RTP setup:", yes_no(global.direct_rtp_setup))
        .line("User Agent:", global.user_agent)
        .line("SDP Session Name:", or_dash(global.sdp_session))
        .line("SDP Owner Name:", or_dash(global.sdp_owner))
        .line("Reg. context:", global.regcontext.empty() ? "(not set)" : global.regcontext)
        .line("Regexten on Qualify:", yes_no(global.regexten_on_qualify))
        .line("Trust RPID:", yes_no(guest.trust_id_inbound))
        .line("Send RPID:", yes_no(guest.send_rpid || guest.send_pai))
        .line("Legacy userfield parse:", yes_no(global.ignore_uri_user_options))
        .line("Send Diversion:", yes_no(global.send_diversion))
        .line("Caller ID:", global.default_from_user)
        .line("From: Domain:", global.from_domain_port && global.from_domain_port != 5060 ? std::format("{}:{}", global.from_domain, global.from_domain_port)
                                                                                         : global.from_domain)
        .line("Record SIP history:", on_off(view.recording))
        .line("Auth. Failure Events:", on_off(global.auth_failure_events))
        .line("T.38 support:", yes_no(guest.t38_udptl))
        .line("T.38 EC mode:", repair_word(guest))
        .line("T.38 MaxDtgrm:", guest.t38_udptl_maxdatagram.value_or(4294967295U))
        .line("SIP realtime:", view.realtime ? "Enabled" : "Disabled")
        .line("Qualify Freq :", ms(global.qualify_frequency))
        .line("Q.850 Reason header:", yes_no(guest.use_q850_reason))
        .line("Store SIP_CAUSE:", yes_no(global.store_sip_cause));
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
        .line("Jitterbuffer enabled:", yes_no(jitter.enable));
    if (!jitter.enable)
        return;
    page.line("Jitterbuffer forced:", yes_no(jitter.force))
        .line("Jitterbuffer max size:", jitter.max_size.count())
        .line("Jitterbuffer resync:", jitter.resync_threshold.count())
        .line("Jitterbuffer impl:", jitter.impl);
    if (jitter.impl == "adaptive")
        page.line("Jitterbuffer tgt extra:", jitter.target_extra.count());
    page.line("Jitterbuffer log:", yes_no(jitter.log));
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
    page.line("Externhost:", by_name ? name : "<none>")
        .line("Externaddr:", udp.external_signaling_address ? udp.external_signaling_address->text() : "(null)")
        .line("Externrefresh:", udp.external_refresh.count());
    std::string_view label = "Localnet:";
    for (const auto& each : udp.local_net)
        page.line(std::exchange(label, ""), std::format("{}/{}", each.address.text(), mask_text(each)));
}

/** What lamps are told of ringing, in two lines. */
void ringing(Page& page, const config::Global& global)
{
    bool on = global.notify_ringing != config::NotifyRinging::no;
    page.line("Notify ringing state:", std::format("{}{}", yes_no(on), global.notify_ringing == config::NotifyRinging::not_in_use ? " (when not in use)" : ""));
    if (on)
        page.line("  Include CID:", std::format("{}{}", yes_no(global.notify_callerid != config::NotifyCallerId::no),
                                                global.notify_callerid == config::NotifyCallerId::ignore_context ? " (Ignoring context)" : ""));
}

/** The section `Global Signalling Settings`. */
void signalling(Page& page, const SettingsView& view)
{
    const auto& global = view.config.global;
    const auto& guest = view.config.guest;
    page.heading("Global Signalling Settings:", 27)
        .line("Codecs:", codecs_word(guest.allow, view.codecs))
        .line("Relax DTMF:", yes_no(global.relax_dtmf))
        .line("RFC2833 Compensation:", yes_no(guest.rfc2833_compensate))
        .line("Symmetric RTP:", nat_word(guest.rtp_symmetric, false))
        .line("Compact SIP headers:", yes_no(global.compact_headers))
        .line("RTP Keepalive:", timeout(guest.rtp_keepalive))
        .line("RTP Timeout:", timeout(guest.rtp_timeout))
        .line("RTP Hold Timeout:", timeout(guest.rtp_timeout_hold))
        .line("MWI NOTIFY mime type:", global.notify_mime_type)
        .line("DNS SRV lookup:", yes_no(global.srv_lookup))
        .line("Pedantic SIP support:", yes_no(global.pedantic))
        .line("Reg. min duration", secs(global.minimum_expiration))
        .line("Reg. max duration:", secs(global.maximum_expiration))
        .line("Reg. default duration:", secs(global.default_expiration))
        .line("Sub. min duration", secs(global.sub_minimum_expiration))
        .line("Sub. max duration:", secs(global.sub_maximum_expiration))
        .line("Outbound reg. timeout:", secs(global.registration_retry.interval))
        .line("Outbound reg. attempts:", global.registration_retry.max_retries)
        .line("Outbound reg. retry 403:", yes_no(global.registration_retry.after_forbidden));
    ringing(page, global);
    page.line("Notify hold state:", yes_no(global.notify_hold))
        .line("SIP Transfer mode:", guest.allow_transfer ? "open" : "closed")
        .line("Max Call Bitrate:", std::format("{} kbps", guest.max_call_bitrate))
        .line("Auto-Framing:", yes_no(guest.use_ptime))
        .line("Outb. proxy:", proxy_word(global.outbound_proxy))
        .line("Session Timers:", session_timers_word(guest.timers))
        .line("Session Refresher:", refresher_word(guest.timers_refresher))
        .line("Session Expires:", secs(guest.timers_sess_expires))
        .line("Session Min-SE:", secs(guest.timers_min_se))
        .line("Timer T1:", global.timer_t1.count())
        .line("Timer T1 minimum:", global.minimum_t1.count())
        .line("Timer B:", global.timer_b.count())
        .line("No premature media:", yes_no(global.premature_media))
        .line("Max forwards:", global.max_forwards);
}

/** The section `Default Settings`. */
void defaults(Page& page, const config::Config& config)
{
    const auto& global = config.global;
    const auto& guest = config.guest;
    page.heading("Default Settings:", 17)
        .line("Allowed transports:", protocols_word(guest.transports))
        .raw(std::format("  Outbound transport:\t  {}\n", protocol_word(guest.transports.empty() ? config::Protocol::udp : guest.transports.front())))
        .line("Context:", global.context)
        .line("Record on feature:", guest.record_on_feature)
        .line("Record off feature:", guest.record_off_feature)
        .line("Force rport:", nat_word(guest.force_rport, false))
        .line("DTMF:", dtmf_word(guest.dtmf_mode))
        .line("Qualify:", global.qualify_timeout.count())
        .line("Keepalive:", global.keep_alive_interval.count())
        .line("Use ClientCode:", yes_no(guest.use_client_code))
        .line("Progress inband:", progress_word(guest.inband_progress))
        .line("Language:", guest.language)
        .line("Tone zone:", guest.tone_zone.empty() ? "<Not set>" : guest.tone_zone)
        .line("MOH Interpret:", guest.mohinterpret)
        .line("MOH Suggest:", guest.mohsuggest)
        .line("Voice Mail Extension:", guest.voicemail_extension)
        .line("RTCP Multiplexing:", yes_no(guest.rtcp_mux));
}

/** The section `Realtime SIP Settings`. */
void realtime(Page& page, const SettingsView& view)
{
    const auto& rows = view.config.global.realtime;
    page.heading("Realtime SIP Settings:", 22)
        .line("Realtime Peers:", yes_no(view.realtime))
        .line("Realtime Regs:", yes_no(view.realtime_registrations))
        .line("Cache Friends:", yes_no(rows.cache_friends))
        .line("Update:", yes_no(rows.update))
        .line("Ignore Reg. Expire:", yes_no(rows.ignore_expire))
        .line("Save sys. name:", yes_no(rows.save_system_name))
        .line("Save path header:", yes_no(rows.save_path))
        .line("Auto Clear:", std::format("{} ({})", rows.auto_clear_after.count(), rows.auto_clear ? "Enabled" : "Disabled"));
}

}  // namespace

std::string settings_text(const SettingsView& view)
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
    return std::move(page).take();
}

}  // namespace res_sip

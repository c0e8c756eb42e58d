// SPDX-License-Identifier: GPL-2.0-only
/** @file The lines of `sip show peer`, in their order. */
#include "cli/peer_text.h"

#include <algorithm>
#include <format>

#include "cli/peers_text.h"
#include "cli/shown_words.h"
#include "cli/words.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** How private identities are sent. */
std::string_view trust_word(config::TrustIdOutbound trust)
{
    switch (trust) {
    case config::TrustIdOutbound::legacy: return "Legacy";
    case config::TrustIdOutbound::no: return "No";
    case config::TrustIdOutbound::yes: return "Yes";
    }
    return "Legacy";
}

/** The host of a `sip:host:port`, IPv6 without brackets. */
std::string_view host_of(std::string_view uri)
{
    if (uri.starts_with("sip:"))
        uri.remove_prefix(4);
    if (uri.starts_with('['))
        return uri.substr(1, uri.find(']') - 1);
    return uri.substr(0, uri.find_first_of(":;"));
}

/** An address with its port, or `(null)`. */
Shown address_shown_as(const sipcore::SocketAddress& address)
{
    return address ? Shown{address.text()} : Shown{"(null)", {}};
}

/** The route to what was registered: `<a>, <b>`, or `N/A`. */
Shown path_shown(const sipcore::EndpointStatus& status)
{
    auto path = status.binding ? status.binding->path : std::vector<std::string>{};
    std::string text;
    for (const auto& uri : path)
        text += (text.empty() ? "<" : ", <") + uri + ">";
    return {text.empty() ? "N/A" : text, path};
}

/** What it supports, as far as its calls told. */
Shown options_shown(const sipcore::EndpointStatus& status)
{
    return status.options.empty() ? Shown{"(none)", {}} : Shown{status.options, sipcore::words_of(status.options)};
}

/** Whether and when the registration ends. */
Shown expires_shown(const PeerView& view)
{
    auto left = expires_in(view);
    return {std::to_string(left), view.status.binding ? sipcore::Value{left} : sipcore::Value{}};
}

/** Who it is, and where its calls go. */
void identity(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto* auth = view.status.auth.get();
    page.raw(std::format("\n\n  * Name       : {}\n", endpoint.name))
        .told("name", endpoint.name)
        .line("Description", endpoint.description)
        .line_when(view.has_row.has_value(), "Realtime peer", {view.has_row.value_or(false) ? "Yes, cached" : "No", view.has_row.value_or(false)})
        .line("Secret", secrecy(auth ? auth->password : ""))
        .line("MD5Secret", secrecy(auth ? auth->md5_cred : ""))
        .line("Remote Secret", secrecy(remote_secret(view)))
        .each("Realm-auth", realm_auth_words(endpoint.realm_auths, view.config.auths))
        .line("Context", endpoint.context)
        .raw(std::format("  Record On feature : {}\n  Record Off feature : {}\n", endpoint.record_on_feature, endpoint.record_off_feature))
        .told("record_on_feature", endpoint.record_on_feature)
        .told("record_off_feature", endpoint.record_off_feature)
        .line("Subscr.Cont.", text_or(endpoint.subscribe_context, "<Not set>"))
        .line("Language", endpoint.language)
        .line("Tonezone", text_or(endpoint.tone_zone, "<Not set>"))
        .line_when(!endpoint.accountcode.empty(), "Accountcode", endpoint.accountcode)
        .line("AMA flags", ama_word(endpoint.ama_flags))
        .line("Transfer mode", endpoint.allow_transfer ? "open" : "closed")
        .line("CallingPres", presentation_word(static_cast<int>(endpoint.callerid_privacy)))
        .line_when(!endpoint.from_user.empty(), "FromUser", endpoint.from_user)
        .line_when(!endpoint.from_domain.empty(), "FromDomain",
                   {std::format("{} Port {}", endpoint.from_domain, endpoint.from_domain_port ? endpoint.from_domain_port : 5060), endpoint.from_domain})
        .told("fromdomain_port", endpoint.from_domain_port ? endpoint.from_domain_port : 5060);
}

/** What its calls are like. */
void calls(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    page.line("Callgroup", groups_word(endpoint.callgroup))
        .line("Pickupgroup", groups_word(endpoint.pickupgroup))
        .line("Named Callgr", sorted_names_word(endpoint.named_call_group))
        .line("Nam. Pickupgr", sorted_names_word(endpoint.named_pickup_group))
        .line("MOH Suggest", endpoint.mohsuggest)
        .line("Mailbox", {joined(view.status.aor->mailboxes, ","), view.status.aor->mailboxes})
        .line("VM Extension", endpoint.voicemail_extension)
        .line("LastMsgsSent", messages_word(view.status))
        .line("Call limit", endpoint.call_limit)
        .line("Max forwards", shown_max_forwards(view))
        .line_when(endpoint.device_state_busy_at != 0, "Busy level", endpoint.device_state_busy_at)
        .line("Dynamic", truth(view.status.aor->max_contacts != 0))
        .line("Callerid", caller_word(endpoint.callerid))
        .line("MaxCallBR", measured(endpoint.max_call_bitrate, "kbps"))
        .line("Expire", expires_shown(view))
        .line("Insecure", insecure_word(endpoint.identify_by));
}

/** How its messages and its media travel. */
void ways(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto& aor = *view.status.aor;
    bool nat = behind_nat(view.status);
    page.line("Force rport", nat_word(endpoint.force_rport, nat))
        .line("Symmetric RTP", nat_word(endpoint.rtp_symmetric, nat))
        .line("ACL", truth(!endpoint.acl.empty()))
        .line("ContactACL", truth(!aor.contact_acl.empty()))
        .line("DirectMedACL", truth(!endpoint.direct_media_acl.empty()))
        .line("T.38 support", truth(endpoint.t38_udptl))
        .line("T.38 EC mode", repair_word(endpoint))
        .line("T.38 MaxDtgrm", endpoint.t38_udptl_maxdatagram.value_or(4294967295U))
        .line("DirectMedia", truth(endpoint.direct_media))
        .line("PromiscRedir", truth(endpoint.redirect_method == config::RedirectMethod::uri))
        .line("User=Phone", truth(endpoint.user_eq_phone))
        .line("Video Support", truth(endpoint.video || endpoint.video_always))
        .line("Text Support", truth(endpoint.text))
        .line("Ign SDP ver", truth(endpoint.ignore_sdp_version))
        .line("Trust RPID", truth(endpoint.trust_id_inbound))
        .line("Send RPID", truth(endpoint.send_rpid || endpoint.send_pai))
        .line("Path support", truth(aor.support_path))
        .line("Path", path_shown(view.status))
        .line("TrustIDOutbnd", trust_word(endpoint.trust_id_outbound))
        .line("Subscriptions", truth(endpoint.allow_subscribe))
        .line("Overlap dial", overlap_word(endpoint.allow_overlap))
        .line_when(endpoint.outbound_proxy.has_value(), "Outb. proxy", proxy_shown(endpoint.outbound_proxy))
        .line("DTMFmode", dtmf_word(endpoint.dtmf_mode))
        .line("Timer T1", endpoint.timer_t1.value_or(view.config.global.timer_t1).count())
        .line("Timer B", endpoint.timer_b.value_or(view.config.global.timer_b).count());
}

/** Where it is. */
void places(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto& aor = *view.status.aor;
    const auto* binding = view.status.binding ? &*view.status.binding : nullptr;
    auto protocol = binding ? binding->protocol : endpoint.transports.empty() ? config::Protocol::udp : endpoint.transports.front();
    page.line("ToHost", configured_host(aor))
        .line("Addr->IP", address_shown_as(address_shown(view.status)))
        .line("Defaddr->IP", address_shown_as(default_address(aor)))
        .line("Prim.Transp.", protocol == config::Protocol::wss ? "WS" : protocol_word(protocol))
        .line("Allowed.Trsp", unless(protocols_word(endpoint.transports), "UNKNOWN"))
        .line_when(!view.config.global.regcontext.empty(), "Reg. exten", aor.regexten)
        .line("Def. Username", username_shown(view.status))
        .line("SIP Options", options_shown(view.status))
        .line("Codecs", codecs_shown(endpoint.allow, view.codecs))
        .line("Auto-Framing", truth(endpoint.use_ptime))
        .line("Status", status_text(view.status))
        .line("Useragent", binding ? binding->user_agent : "")
        .line("Reg. Contact", binding ? binding->contact : "");
}

/** What is done from time to time, and the rest. */
void rest(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto& aor = *view.status.aor;
    auto frequency = shown_frequency(aor);
    page.line("Qualify Freq", measured(config::milliseconds{frequency}.count(), "ms"))
        .line("Keepalive", measured(config::milliseconds{aor.keep_alive_interval}.count(), "ms"))
        .raw(variables_text(endpoint))
        .told("variables", variables_told(endpoint))
        .line("Sess-Timers", session_timers_word(endpoint.timers))
        .line("Sess-Refresh", refresher_word(endpoint.timers_refresher))
        .line("Sess-Expires", measured(endpoint.timers_sess_expires.count(), "secs"))
        .line("Min-Sess", measured(endpoint.timers_min_se.count(), "secs"))
        .line("RTP Engine", endpoint.rtp_engine)
        .line("Parkinglot", endpoint.parkinglot)
        .line("Use Reason", truth(endpoint.use_q850_reason))
        .line("Encryption", truth(endpoint.encryption))
        .line("RTCP Mux", truth(endpoint.rtcp_mux))
        .raw("\n");
}

}  // namespace

long expires_in(const PeerView& view)
{
    constexpr std::chrono::seconds grace{10};
    if (!view.status.binding)
        return -1;
    // a second that has begun is counted as a whole one, as it always was
    auto left = std::chrono::ceil<std::chrono::seconds>(view.status.binding->expires - view.now) + grace;
    return std::max<long>(left.count(), 0);
}

std::string configured_host(const sipcore::config::Aor& aor)
{
    return aor.contact.empty() ? "" : std::string{host_of(aor.contact.front())};
}

sipcore::SocketAddress default_address(const sipcore::config::Aor& aor)
{
    if (aor.default_contact.empty())
        return {};
    std::string_view place = aor.default_contact;
    if (place.starts_with("sip:"))
        place.remove_prefix(4);
    return sipcore::SocketAddress::parse(place, 5060).value_or(sipcore::SocketAddress{});
}

std::string remote_secret(const PeerView& view)
{
    const auto& name = view.status.endpoint->outbound_auth;
    auto at = std::ranges::find(view.config.auths, name, &config::Auth::name);
    if (name.empty() || at == view.config.auths.end())
        return "";
    return view.status.auth && view.status.auth->password == at->password ? "" : at->password;
}

sipcore::config::seconds shown_frequency(const sipcore::config::Aor& aor)
{
    bool asked = aor.qualify_frequency.count() > 0 && aor.idle_qualify_frequency.count() > 0;
    return asked ? aor.qualify_frequency : aor.idle_qualify_frequency;
}

unsigned shown_max_forwards(const PeerView& view)
{
    auto own = view.status.endpoint->max_forwards;
    return own == view.config.global.max_forwards ? 0 : own;
}

Page peer_page(const PeerView& view)
{
    Page page;
    identity(page, view);
    calls(page, view);
    ways(page, view);
    places(page, view);
    rest(page, view);
    return page;
}

std::string peer_text(const PeerView& view)
{
    return peer_page(view).text({13, ": "});
}

}  // namespace res_sip

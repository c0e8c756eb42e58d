// SPDX-License-Identifier: GPL-2.0-only
/** @file The lines of `sip show peer`, in their order. */
#include "cli/peer_text.h"

#include <algorithm>
#include <format>

#include "cli/columns.h"
#include "cli/peers_text.h"
#include "cli/words.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Lines of a label and a value. */
class Page {
public:
    /** A line: `  Label        : value`. */
    template <class T>
    Page& line(std::string_view label, const T& value)
    {
        text_ += std::format("  {}: {}\n", open_cell(label, 13), value);
        return *this;
    }
    /** A line that is there when it has something to say. */
    Page& line_if(std::string_view label, std::string_view value)
    {
        return value.empty() ? *this : line(label, value);
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
std::string address_text(const sipcore::SocketAddress& address)
{
    return address ? address.text() : "(null)";
}

/** The route to what was registered: `<a>, <b>`, or `N/A`. */
std::string path_text(const sipcore::EndpointStatus& status)
{
    if (!status.binding || status.binding->path.empty())
        return "N/A";
    std::string text;
    for (const auto& uri : status.binding->path)
        text += (text.empty() ? "<" : ", <") + uri + ">";
    return text;
}

/** Who it is, and where its calls go. */
void identity(Page& page, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto* auth = view.status.auth.get();
    page.raw(std::format("\n\n  * Name       : {}\n", endpoint.name))
        .line("Description", endpoint.description)
        .line("Secret", is_set(auth ? auth->password : ""))
        .line("MD5Secret", is_set(auth ? auth->md5_cred : ""))
        .line("Remote Secret", is_set(remote_secret(view)));
    for (const auto& line : realm_auth_words(endpoint.realm_auths, view.config.auths))
        page.line("Realm-auth", line);
    page.line("Context", endpoint.context)
        .raw(std::format("  Record On feature : {}\n  Record Off feature : {}\n", endpoint.record_on_feature, endpoint.record_off_feature))
        .line("Subscr.Cont.", or_not_set(endpoint.subscribe_context))
        .line("Language", endpoint.language)
        .line("Tonezone", or_not_set(endpoint.tone_zone))
        .line_if("Accountcode", endpoint.accountcode)
        .line("AMA flags", ama_word(endpoint.ama_flags))
        .line("Transfer mode", endpoint.allow_transfer ? "open" : "closed")
        .line("CallingPres", presentation_word(static_cast<int>(endpoint.callerid_privacy)))
        .line_if("FromUser", endpoint.from_user);
    if (!endpoint.from_domain.empty())
        page.line("FromDomain", std::format("{} Port {}", endpoint.from_domain, endpoint.from_domain_port ? endpoint.from_domain_port : 5060));
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
        .line("Mailbox", joined(view.status.aor->mailboxes, ","))
        .line("VM Extension", endpoint.voicemail_extension)
        .line("LastMsgsSent", view.status.aor->mailboxes.empty() || address_shown(view.status) ? "0/0" : "32767/65535")  // -1/-1: there was nowhere to send them
        .line("Call limit", endpoint.call_limit)
        .line("Max forwards", shown_max_forwards(view));
    if (endpoint.device_state_busy_at)
        page.line("Busy level", endpoint.device_state_busy_at);
    page.line("Dynamic", yes_no(view.status.aor->max_contacts != 0))
        .line("Callerid", caller_word(endpoint.callerid))
        .line("MaxCallBR", std::format("{} kbps", endpoint.max_call_bitrate))
        .line("Expire", expires_in(view))
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
        .line("ACL", yes_no(!endpoint.acl.empty()))
        .line("ContactACL", yes_no(!aor.contact_acl.empty()))
        .line("DirectMedACL", yes_no(!endpoint.direct_media_acl.empty()))
        .line("T.38 support", yes_no(endpoint.t38_udptl))
        .line("T.38 EC mode", repair_word(endpoint))
        .line("T.38 MaxDtgrm", endpoint.t38_udptl_maxdatagram.value_or(4294967295U))
        .line("DirectMedia", yes_no(endpoint.direct_media))
        .line("PromiscRedir", yes_no(endpoint.redirect_method == config::RedirectMethod::uri))
        .line("User=Phone", yes_no(endpoint.user_eq_phone))
        .line("Video Support", yes_no(endpoint.video || endpoint.video_always))
        .line("Text Support", yes_no(endpoint.text))
        .line("Ign SDP ver", yes_no(endpoint.ignore_sdp_version))
        .line("Trust RPID", yes_no(endpoint.trust_id_inbound))
        .line("Send RPID", yes_no(endpoint.send_rpid || endpoint.send_pai))
        .line("Path support", yes_no(aor.support_path))
        .line("Path", path_text(view.status))
        .line("TrustIDOutbnd", trust_word(endpoint.trust_id_outbound))
        .line("Subscriptions", yes_no(endpoint.allow_subscribe))
        .line("Overlap dial", overlap_word(endpoint.allow_overlap));
    if (endpoint.outbound_proxy)
        page.line("Outb. proxy", proxy_word(endpoint.outbound_proxy));
    page.line("DTMFmode", dtmf_word(endpoint.dtmf_mode))
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
        .line("Addr->IP", address_text(address_shown(view.status)))
        .line("Defaddr->IP", address_text(default_address(aor)))
        .line("Prim.Transp.", protocol == config::Protocol::wss ? "WS" : protocol_word(protocol))
        .line("Allowed.Trsp", protocols_word(endpoint.transports));
    if (!view.config.global.regcontext.empty())
        page.line("Reg. exten", aor.regexten);
    page.line("Def. Username", username_shown(view.status))
        .line("SIP Options", "(none)")
        .line("Codecs", codecs_word(endpoint.allow, view.codecs))
        .line("Auto-Framing", yes_no(endpoint.use_ptime))
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
    page.line("Qualify Freq", std::format("{} ms", config::milliseconds{frequency}.count()))
        .line("Keepalive", std::format("{} ms", config::milliseconds{aor.keep_alive_interval}.count()));
    page.raw(variables_text(endpoint));
    page.line("Sess-Timers", session_timers_word(endpoint.timers))
        .line("Sess-Refresh", refresher_word(endpoint.timers_refresher))
        .line("Sess-Expires", std::format("{} secs", endpoint.timers_sess_expires.count()))
        .line("Min-Sess", std::format("{} secs", endpoint.timers_min_se.count()))
        .line("RTP Engine", endpoint.rtp_engine)
        .line("Parkinglot", endpoint.parkinglot)
        .line("Use Reason", yes_no(endpoint.use_q850_reason))
        .line("Encryption", yes_no(endpoint.encryption))
        .line("RTCP Mux", yes_no(endpoint.rtcp_mux))
        .raw("\n");
}

}  // namespace

long expires_in(const PeerView& view)
{
    constexpr long grace = 10;
    return view.status.binding ? static_cast<long>(view.status.binding->left(view.now).count()) + grace : -1;
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

std::string peer_text(const PeerView& view)
{
    Page page;
    identity(page, view);
    calls(page, view);
    ways(page, view);
    places(page, view);
    rest(page, view);
    return std::move(page).take();
}

}  // namespace res_sip

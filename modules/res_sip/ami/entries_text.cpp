// SPDX-License-Identifier: GPL-2.0-only
/** @file The fields of PeerEntry, PeerStatus and SIPshowpeer. */
#include "ami/entries_text.h"

#include <algorithm>
#include <format>

#include "cli/peers_text.h"
#include "cli/words.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;
using sipcore::Reachability;

/** Fields of one message. */
class Fields {
public:
    /** A field. */
    template <class T>
    Fields& add(std::string_view name, const T& value)
    {
        text_ += std::format("{}: {}\r\n", name, value);
        return *this;
    }
    /** A field that is there when it has a value. */
    Fields& add_if(std::string_view name, std::string_view value)
    {
        return value.empty() ? *this : add(name, value);
    }
    /** All of them, with the empty line that ends a message. */
    std::string take() && { return std::move(text_) + "\r\n"; }

private:
    std::string text_;
};

/** `yes` or `no`. */
std::string_view small_yes_no(bool value)
{
    return value ? "yes" : "no";
}

/** Whether the source address is used now. */
bool in_force(config::NatMode mode, bool detected)
{
    return mode == config::NatMode::on || (mode == config::NatMode::automatic && detected);
}

/** How it answers, in the manager's words. */
std::string_view reachability_word(Reachability reachability)
{
    switch (reachability) {
    case Reachability::unmonitored: return "Unmonitored";
    case Reachability::unknown: return "Unknown";
    case Reachability::reachable: return "Reachable";
    case Reachability::lagged: return "Lagged";
    case Reachability::unreachable: return "Unreachable";
    }
    return "Unknown";
}

/** An address without its port, or a word for none. */
std::string ip_or(const sipcore::SocketAddress& address, std::string_view none)
{
    return address ? address.ip().text() : std::string{none};
}

/** Who it is. */
void identity(Fields& fields, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto* auth = view.status.auth.get();
    fields.add("Channeltype", "SIP")
        .add("ObjectName", endpoint.name)
        .add("ChanObjectType", "peer")
        .add("SecretExist", y_n(auth && !auth->password.empty()))
        .add("RemoteSecretExist", y_n(!remote_secret(view).empty()))
        .add("MD5SecretExist", y_n(auth && !auth->md5_cred.empty()))
        .add("Context", endpoint.context)
        .add_if("SubscribeContext", endpoint.subscribe_context)
        .add("Language", endpoint.language)
        .add("ToneZone", or_not_set(endpoint.tone_zone))
        .add_if("Accountcode", endpoint.accountcode)
        .add("AMAflags", ama_word(endpoint.ama_flags))
        .add("CID-CallingPres", presentation_word(static_cast<int>(endpoint.callerid_privacy)))
        .add_if("SIP-FromUser", endpoint.from_user);
    if (!endpoint.from_domain.empty())
        fields.add("SIP-FromDomain", endpoint.from_domain).add("Sip-FromDomain-Port", endpoint.from_domain_port ? endpoint.from_domain_port : 5060);
}

/** What its calls are like. */
void calls(Fields& fields, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto& aor = *view.status.aor;
    fields.add("Callgroup", groups_word(endpoint.callgroup))
        .add("Pickupgroup", groups_word(endpoint.pickupgroup))
        .add("Named Callgroup", sorted_names_word(endpoint.named_call_group))
        .add("Named Pickupgroup", sorted_names_word(endpoint.named_pickup_group))
        .add("MOHSuggest", endpoint.mohsuggest)
        .add("VoiceMailbox", joined(aor.mailboxes, ","))
        .add("TransferMode", endpoint.allow_transfer ? "open" : "closed")
        .add("LastMsgsSent", messages_number(view.status))
        .add("Maxforwards", shown_max_forwards(view))
        .add("Call-limit", endpoint.call_limit)
        .add("Busy-level", endpoint.device_state_busy_at)
        .add("MaxCallBR", std::format("{} kbps", endpoint.max_call_bitrate))
        .add("Dynamic", y_n(aor.max_contacts != 0))
        .add("Callerid", caller_word(endpoint.callerid))
        .add("RegExpire", std::format("{} seconds", expires_in(view)))
        .add("SIP-AuthInsecure", insecure_word(endpoint.identify_by));
}

/** How its messages and its media travel. */
void ways(Fields& fields, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    bool nat = behind_nat(view.status);
    fields.add("SIP-Forcerport", nat_letter(endpoint.force_rport, nat))
        .add("SIP-Comedia", nat_letter(endpoint.rtp_symmetric, nat))
        .add("ACL", y_n(!endpoint.acl.empty()))
        .add("SIP-CanReinvite", y_n(endpoint.direct_media))
        .add("SIP-DirectMedia", y_n(endpoint.direct_media))
        .add("SIP-PromiscRedir", y_n(endpoint.redirect_method == config::RedirectMethod::uri))
        .add("SIP-UserPhone", y_n(endpoint.user_eq_phone))
        .add("SIP-VideoSupport", y_n(endpoint.video))
        .add("SIP-TextSupport", y_n(endpoint.text))
        .add("SIP-T.38Support", y_n(endpoint.t38_udptl))
        .add("SIP-T.38EC", repair_word(endpoint))
        .add("SIP-T.38MaxDtgrm", endpoint.t38_udptl_maxdatagram.value_or(4294967295U))
        .add("SIP-Sess-Timers", session_timers_word(endpoint.timers))
        .add("SIP-Sess-Refresh", refresher_word(endpoint.timers_refresher))
        .add("SIP-Sess-Expires", endpoint.timers_sess_expires.count())
        .add("SIP-Sess-Min", endpoint.timers_min_se.count())
        .add("SIP-RTP-Engine", endpoint.rtp_engine)
        .add("SIP-Encryption", y_n(endpoint.encryption))
        .add("SIP-RTCP-Mux", y_n(endpoint.rtcp_mux))
        .add("SIP-DTMFmode", dtmf_word(endpoint.dtmf_mode));
}

/** Where it is, and the rest. */
void places(Fields& fields, const PeerView& view)
{
    const auto& endpoint = *view.status.endpoint;
    const auto& aor = *view.status.aor;
    const auto* binding = view.status.binding ? &*view.status.binding : nullptr;
    auto usual = default_address(aor);
    auto frequency = shown_frequency(aor);
    fields.add("ToHost", configured_host(aor))
        .add("Address-IP", ip_or(address_shown(view.status), "(null)"))
        .add("Address-Port", address_shown(view.status).port())
        .add("Default-addr-IP", ip_or(usual, "(null)"))
        .add("Default-addr-port", usual.port())
        .add("Default-Username", username_shown(view.status));
    if (!view.config.global.regcontext.empty())
        fields.add("RegExtension", aor.regexten);
    fields.add("Codecs", codecs_word(endpoint.allow, view.codecs))
        .add("Status", status_text(view.status))
        .add("SIP-Useragent", binding ? binding->user_agent : "")
        .add("Reg-Contact", binding ? binding->contact : "")
        .add("QualifyFreq", std::format("{} ms", config::milliseconds{frequency}.count()))
        .add("Parkinglot", endpoint.parkinglot);
    for (const auto& [name, value] : variables_shown(endpoint))
        fields.add("ChanVariable", std::format("{}={}", name, value));
    fields.add("SIP-Use-Reason-Header", y_n(endpoint.use_q850_reason)).add("Description", endpoint.description);
}

}  // namespace

std::string peer_entry(const sipcore::EndpointStatus& status, const std::string& action_id, bool of_database)
{
    const auto& endpoint = *status.endpoint;
    bool nat = behind_nat(status);
    Fields fields;
    fields.add("Event", "PeerEntry")
        .add_if("ActionID", action_id)
        .add("Channeltype", "SIP")
        .add("ObjectName", endpoint.name)
        .add("ChanObjectType", "peer")
        .add("IPaddress", ip_or(address_shown(status), "-none-"))
        .add("IPport", address_shown(status).port())
        .add("Dynamic", small_yes_no(status.aor->max_contacts != 0))
        .add("AutoForcerport", small_yes_no(endpoint.force_rport == config::NatMode::automatic))
        .add("Forcerport", small_yes_no(in_force(endpoint.force_rport, nat)))
        .add("AutoComedia", small_yes_no(endpoint.rtp_symmetric == config::NatMode::automatic))
        .add("Comedia", small_yes_no(in_force(endpoint.rtp_symmetric, nat)))
        .add("VideoSupport", small_yes_no(endpoint.video))
        .add("TextSupport", small_yes_no(endpoint.text))
        .add("ACL", small_yes_no(!endpoint.acl.empty()))
        .add("Status", status_text(status))
        .add("RealtimeDevice", small_yes_no(of_database))
        .add("Description", endpoint.description)
        .add("Accountcode", endpoint.accountcode);
    return std::move(fields).take();
}

std::string status_entry(const sipcore::EndpointStatus& status, const std::string& action_id)
{
    Fields fields;
    fields.add("Event", "PeerStatus")
        .add("Privilege", "System")
        .add("ChannelType", "SIP")
        .add("Peer", "SIP/" + status.endpoint->name)
        .add("PeerStatus", reachability_word(status.reachability));
    if (status.reachability == Reachability::reachable || status.reachability == Reachability::lagged)
        fields.add("Time", status.round_trip.count());
    fields.add_if("ActionID", action_id);
    return std::move(fields).take();
}

std::string peer_block(const PeerView& view, const std::string& action_id)
{
    Fields fields;
    fields.add("Response", "Success").add_if("ActionID", action_id);
    identity(fields, view);
    calls(fields, view);
    ways(fields, view);
    places(fields, view);
    return std::move(fields).take();
}

}  // namespace res_sip

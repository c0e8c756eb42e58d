// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of devices that [general] gives defaults for: how requests travel, identities, calls. */
#include <utility>

#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `nat`: words after a comma count only without blanks before them, and unknown ones are passed over. */
void nat(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    if (!std::exchange(device.said_nat, true))
        endpoint.force_rport = endpoint.rtp_symmetric = NatMode::off;
    for (auto word : parts_of(value.text)) {
        if (is_false(word)) {
            endpoint.force_rport = endpoint.rtp_symmetric = NatMode::off;
            return;
        }
        if (same_name(word, "yes")) {
            endpoint.force_rport = endpoint.rtp_symmetric = NatMode::on;
            return value.complain("nat=yes is deprecated, use nat=force_rport,comedia instead");
        }
        if (same_name(word, "force_rport") && endpoint.force_rport != NatMode::automatic)
            endpoint.force_rport = NatMode::on;
        else if (same_name(word, "comedia") && endpoint.rtp_symmetric != NatMode::automatic)
            endpoint.rtp_symmetric = NatMode::on;
        else if (same_name(word, "auto_force_rport"))
            endpoint.force_rport = NatMode::automatic;
        else if (same_name(word, "auto_comedia"))
            endpoint.rtp_symmetric = NatMode::automatic;
    }
}
/** `insecure`. */
void insecure(D& device, Value& value)
{
    auto& identify = device.endpoint.identify_by;
    identify.any_port = identify.invite_without_auth = false;
    if (value.text.empty() || is_false(value.text))
        return;
    for (auto word : parts_of(value.text)) {
        if (same_name(word, "port"))
            identify.any_port = true;
        else if (same_name(word, "invite"))
            identify.invite_without_auth = true;
        else
            value.complain("unknown word '" + std::string{word} + "'");
    }
}
/** `progressinband`. */
void inband_progress(D& device, Value& value)
{
    if (is_true(value.text))
        device.endpoint.inband_progress = InbandProgress::yes;
    else if (same_name(value.text, "never"))
        device.endpoint.inband_progress = InbandProgress::never;
    else
        device.endpoint.inband_progress = InbandProgress::no;
}
/** `sendrpid`: lines of one section add up, and `pai` wins. */
void send_identity(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    if (!device.said_identity)
        endpoint.send_rpid = endpoint.send_pai = false;
    device.said_identity = true;
    if (same_name(value.text, "pai"))
        endpoint.send_pai = true;
    else if (is_true(value.text) || same_name(value.text, "rpid"))
        endpoint.send_rpid = true;
    endpoint.send_rpid = endpoint.send_rpid && !endpoint.send_pai;
}
/** `trust_id_outbound`. */
void trust_outbound(D& device, Value& value)
{
    auto& trust = device.endpoint.trust_id_outbound;
    trust = is_true(value.text) ? TrustIdOutbound::yes : is_false(value.text) ? TrustIdOutbound::no : TrustIdOutbound::legacy;
    if (trust == TrustIdOutbound::legacy && !same_name(value.text, "legacy"))
        value.complain("unknown word, using legacy");
}
/** The limit of calls that `qualify=yes` means. */
milliseconds usual_qualify(const D& device)
{
    bool other = device.general && device.general->global.qualify_timeout.count() > 0;
    return other ? device.general->global.qualify_timeout : milliseconds{2000};
}
/** `qualify`: of numbers, the words yes and no alone are known. */
void qualify(D& device, Value& value)
{
    auto number = leading_number(value.text);
    device.qualify = same_name(value.text, "yes") || (number && *number > 0);
    if (same_name(value.text, "yes"))
        device.aor.qualify_timeout = usual_qualify(device);
    else if (device.qualify)
        device.aor.qualify_timeout = milliseconds{std::min(*number, 2147483647L)};
    else if (!same_name(value.text, "no") && !(number && *number == 0))
        value.complain("should be 'yes', 'no', or a number of milliseconds");
}
/** `keepalive`. */
void keepalive(D& device, Value& value)
{
    auto number = leading_number(value.text);
    auto& interval = device.aor.keep_alive_interval;
    interval = seconds{0};
    if (same_name(value.text, "yes"))
        interval = seconds{60};
    else if (number && *number >= 0)
        interval = seconds{std::min(*number, 2147483647L)};
    else if (!same_name(value.text, "no"))
        value.complain("should be 'yes', 'no', or a number of seconds");
}
/** `callcounter`. */
void call_counter(D& device, Value& value)
{
    value.is_switch = true;
    device.endpoint.call_limit = is_true(value.text) ? counted_without_limit : 0U;
}
/** `transport`: words that may not be used are left out; of a device without any, the general list is used. */
void transports(D& device, Value& value)
{
    std::vector<Protocol> protocols;
    for (auto word : split(value.text)) {
        auto one = parse_protocols(word);
        if (!one)
            value.complain(Weight::notice, "'" + std::string{word} + "' is not a transport");
        else if (device.general && one->front() == Protocol::tcp && !device.general->tcp)
            value.complain("tcp is not a transport while tcpenable is not set");
        else if (device.general && one->front() == Protocol::tls && !device.general->tls)
            value.complain("tls is not a transport while tlsenable is not set");
        else if (std::ranges::find(protocols, one->front()) == protocols.end())
            protocols.push_back(one->front());
    }
    if (device.general && protocols.empty())
        protocols = device.general->defaults.endpoint.transports;
    device.endpoint.transports = std::move(protocols);
}
/** `disallowed_methods`: added to the general list; it ends at an empty item. */
void disallowed_methods(D& device, Value& value)
{
    auto& list = device.endpoint.disallowed_methods;
    for (auto part : parts_of(value.text)) {
        auto name = trimmed(part);
        if (name.empty())
            return;
        if (auto method = known_method(name); !method.empty() && std::ranges::find(list, method) == list.end())
            list.emplace_back(method);
    }
}
/** `tonezone`: at most 15 characters. */
void tone_zone(D& device, Value& value)
{
    if (!value.text.empty() && !value.host->is_tone_zone(std::string{value.text}))
        return value.complain(Weight::warning, "there is no such zone");
    device.endpoint.tone_zone = is_general(device) ? value.text.substr(0, 15) : value.text;
}
/** `context`: of a device, it goes before that of a domain. */
void context(D& device, Value& value)
{
    device.endpoint.context = is_general(device) ? value.text.substr(0, 79) : value.text;
    device.endpoint.context_of_domain = is_general(device);
}
/** `promiscredir`. */
void promiscuous(D& device, Value& value)
{
    value.is_switch = true;
    device.endpoint.redirect_method = is_true(value.text) ? RedirectMethod::uri : RedirectMethod::user;
}

/** Word of `allowoverlap`. */
constexpr std::string_view dtmf = "dtmf";
/** Words of `session-timers`. */
constexpr Word<SessionTimers> timer_words[] = {{"accept", SessionTimers::accept}, {"originate", SessionTimers::originate}, {"refuse", SessionTimers::refuse}};
/** Words of `session-refresher`. */
constexpr Word<Refresher> refresher_words[] = {{"uac", Refresher::uac}, {"uas", Refresher::uas}, {"unknown", Refresher::unknown}};
/** Words of `prack`. */
constexpr Word<Reliability> prack_words[] = {{"no", Reliability::no}, {"yes", Reliability::yes}, {"peer_supported", Reliability::peer_supported}, {"required", Reliability::required}};

/** The rows. */
constexpr Option<D> table[] = {
    {"context", "", context, "dialplan context of its calls"},
    {"subscribecontext", "", text<&Endpoint::subscribe_context, 79, D>, "dialplan context of its subscriptions"},
    {"outofcall_message_context", "", text<&Endpoint::message_context, 79, D>, "dialplan context of its messages"},
    {"transport", "", transports, "what may carry its SIP, the preferred first"},
    {"nat", "", nat, "whether answers and media go back to where messages and media came from"},
    {"insecure", "", insecure, "port: any port of its address will do; invite: its calls prove nothing"},
    {"qualify", "", qualify, "whether it is asked if it is there: yes, no, or milliseconds within which it should answer"},
    {"qualifyfreq", "", number<&D::qualify_frequency, 0, 2147483647, D>, "seconds between such questions"},
    {"keepalive", "", keepalive, "whether empty lines are sent to it: yes, no, or seconds between them"},
    {"supportpath", "", yes<&Aor::support_path, D>, "whether Path is taken and answered"},
    {"disallowed_methods", "", disallowed_methods, "methods that are never sent to it"},
    {"trustrpid", "", yes<&Endpoint::trust_id_inbound, D>, "whether its identity headers are believed"},
    {"sendrpid", "", send_identity, "whether it is told identities: pai, rpid, yes, no"},
    {"rpid_update", "", yes<&Endpoint::rpid_update, D>, "whether it is sent UPDATE although it does not say that it takes that"},
    {"rpid_immediate", "", yes<&Endpoint::rpid_immediate, D>, "whether it is told a new identity while it still waits for an answer"},
    {"trust_id_outbound", "", trust_outbound, "whether it is told private identities: legacy, yes, no"},
    {"usereqphone", "", yes<&Endpoint::user_eq_phone, D>, "whether ;user=phone stands behind numbers"},
    {"use_q850_reason", "", yes<&Endpoint::use_q850_reason, D>, "whether Reason headers carry Q.850 causes"},
    {"language", "", text<&Endpoint::language, 39, D>, "language of prompts"},
    {"tonezone", "", tone_zone, "country whose tones it hears"},
    {"mohinterpret", "", text<&Endpoint::mohinterpret, 79, D>, "class of the music that it hears on hold"},
    {"mohsuggest", "", text<&Endpoint::mohsuggest, 79, D>, "class of the music that others hear when it holds"},
    {"recordonfeature", "", text<&Endpoint::record_on_feature, 10, D>, "feature that Record: on starts"},
    {"recordofffeature", "", text<&Endpoint::record_off_feature, 10, D>, "feature that Record: off starts"},
    {"callcounter", "", call_counter, "whether its calls are counted, without a limit"},
    {"progressinband", "", inband_progress, "whether alerting is carried as tones: yes, no, never"},
    {"allowoverlap", "", yes_or<&Endpoint::allow_overlap, Overlap::no, Overlap::yes, dtmf, Overlap::dtmf, D>, "what becomes of numbers that are not complete: yes, no, dtmf"},
    {"allowtransfer", "", yes<&Endpoint::allow_transfer, D>, "whether its REFERs are followed"},
    {"promiscredir", "", promiscuous, "whether the URI of its 3xx is dialled"},
    {"useclientcode", "", yes<&Endpoint::use_client_code, D>, "whether X-ClientCode goes into the record"},
    {"allowsubscribe", "", yes<&Endpoint::allow_subscribe, D>, "whether it may subscribe"},
    {"vmexten", "", text<&Endpoint::voicemail_extension, 79, D>, "user of Message-Account"},
    {"buggymwi", "", yes<&Endpoint::buggy_mwi, D>, "whether counts of urgent messages are left out"},
    {"session-timers", "", word<timer_words, &Endpoint::timers, D>, "session timers: accept, originate, refuse"},
    {"session-expires", "", number<&Endpoint::timers_sess_expires, 0, 2147483647, D>, "seconds after which a session ends unless it is refreshed"},
    {"session-minse", "", number<&Endpoint::timers_min_se, 90, 2147483647, D>, "least such time that we take"},
    {"session-refresher", "", word<refresher_words, &Endpoint::timers_refresher, D>, "who refreshes: uac, uas"},
    {"prack", "", word<prack_words, &Endpoint::reliability, D>, "whether provisional responses are acknowledged: no, yes, peer_supported, required"},
    {"maxcontacts", "", number<&Aor::max_contacts, 1, 32, D>, "contacts that a device with host=dynamic may register at once; they ring together"},
};

}  // namespace

std::span<const Option<DeviceDraft>> shared_call_table()
{
    return table;
}

}  // namespace sipcore::config

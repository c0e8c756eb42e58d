// SPDX-License-Identifier: GPL-2.0-only
/** @file Placing a call: what the channel knows becomes an INVITE. */
#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

#include "channel/call.h"
#include "channel/causes.h"
#include "channel/hops.h"
#include "channel/settings.h"
#include "channel/variables.h"
#include "completion/monitors.h"
#include "driver.h"
#include "identity/caller.h"
#include "identity/parties.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** Max-Forwards as the channel wishes; nothing when it does not. */
std::optional<unsigned> wished_hops(ast_channel* channel)
{
    auto text = variable_of(channel, "SIP_MAX_FORWARDS");
    if (text.empty())
        return std::nullopt;
    if (auto hops = read_hops(text); hops && *hops > 0)
        return hops;
    sipcore::log::warning("The SIP_MAX_FORWARDS channel variable is not a valid integer.");
    return std::nullopt;
}

/** How far an INVITE may go: as the channel wishes; otherwise no further than the caller's, from whom one is taken.
 *  @param usual what the options say @rfc{7332,4} */
unsigned hops_of(ast_channel* channel, unsigned usual)
{
    if (auto wished = wished_hops(channel))
        return *wished;
    auto callers = remembered_hops(channel);
    return callers && *callers > 0 ? std::min(usual, *callers - 1) : usual;
}

/** What a dial string says that challenges are answered with; null when it says nothing. */
std::shared_ptr<const sipcore::config::Auth> dialled_auth(const DialString& dialled)
{
    if (dialled.secret.empty() && dialled.md5_secret.empty())
        return nullptr;
    sipcore::config::Auth auth;
    auth.username = dialled.auth_name.empty() ? dialled.user : dialled.auth_name;
    auth.password = dialled.secret;
    auth.md5_cred = dialled.md5_secret;
    return std::make_shared<const sipcore::config::Auth>(std::move(auth));
}

/** Whether a user is a number that may be dialled. */
bool is_phone_number(std::string_view user)
{
    return !user.empty() && user.find_first_not_of("0123456789*#+.") == std::string_view::npos;
}

}  // namespace

void Call::set_from(ast_channel* channel, sipcore::OutgoingCall& call)
{
    call.from = shown_party(connected_party(channel), *side_.settings);
    if (side_.settings->from_user.empty() && !dialled_.from_user.empty())
        call.from.user = dialled_.from_user;
    identity_host_ = variable_of(channel, "SIPFROMDOMAIN");
    const auto& global = driver_.stack().config()->global;
    for (const std::string& next : {side_.settings->from_domain, dialled_.from_domain, global.from_domain})
        if (identity_host_.empty())
            identity_host_ = next;
    if (!identity_host_.empty())
        call.from.host = identity_host_;
}

void Call::add_transfer(ast_channel* channel, sipcore::OutgoingCall& call)
{
    auto replaces = variable_of(channel, "SIPTRANSFER_REPLACES");
    if (!variable_of(channel, "SIPTRANSFER").empty() && !replaces.empty()) {
        call.headers.push_back({"Replaces", std::move(replaces)});
        call.headers.push_back({"Require", "replaces"});
    }
}

sipcore::OutgoingCall Call::outgoing(ast_channel* channel)
{
    sipcore::OutgoingCall call;
    if (side_.endpoint)
        call.endpoint = side_.endpoint->name;
    else
        std::tie(call.host, call.port) = split_host(dialled_.host);
    call.via = route_.address;
    call.via_protocol = route_.protocol;
    call.via_name = route_.name;
    call.via_always = route_.always;
    call.via_others = route_.others;
    call.user = dialled_.user;
    if (side_.settings->user_eq_phone && is_phone_number(call.user))
        call.uri_parameters = ";user=phone";
    call.to = {.name = {}, .user = dialled_.to_user, .host = dialled_.to_domain};
    call.auth = dialled_auth(dialled_);
    call.max_forwards = hops_of(channel, side_.endpoint ? side_.endpoint->max_forwards : driver_.stack().config()->global.max_forwards);
    if (auto options = variable_of(channel, "SIP_URI_OPTIONS"); !options.empty())
        call.uri_parameters += ";" + options;
    call.to_parameters = variable_of(channel, "VXML_URL");
    set_from(channel, call);
    call.headers = added_headers(channel);
    add_transfer(channel, call);
    for (const auto& more : {identity_headers(channel), diversion_headers(channel)})
        call.headers.insert(call.headers.end(), more.begin(), more.end());
    wish_codecs(channel, {"SIP_CODEC_OUTBOUND"});
    call.offer = negotiation_.offer(to_offer());
    call.log_call = log_call_;
    return call;
}

int Call::dial(ast_channel* channel)
{
    auto* calls = driver_.calls();
    if (!calls || phase_ != Phase::beginning || session_)
        return -1;
    if (!count()) {
        sipcore::log::notice("Call to '{}' rejected: its limit of {} calls is reached", side_.title,
                             side_.settings->call_limit);
        ast_channel_hangupcause_set(channel, q850::user_busy);
        return -1;
    }
    if (!is_secure_enough()) {
        ast_channel_hangupcause_set(channel, q850::bearer_unavailable);
        return -1;
    }
    if (remembered_hops(channel) == 0 && !wished_hops(channel)) {
        sipcore::log::notice("Call to '{}' rejected: the caller's has gone as far as it may (Max-Forwards)", side_.title);
        ast_channel_hangupcause_set(channel, q850::no_answer);
        return -1;
    }
    auto call = outgoing(channel);
    if (call.offer->streams.empty() || call.offer->streams.front().formats.empty()) {
        sipcore::log::warning("No audio format found to offer. Cancelling call to {}", side_.title);
        if (call.offer->streams.empty())
            ast_channel_hangupcause_set(channel, q850::bearer_unavailable);
        return -1;
    }
    if (auto uri = Monitors::recall_uri(channel); !uri.empty()) {
        call.request_uri = std::move(uri);
        if (!call.via)
            call.via = side_.remote;
    }
    auto session = calls->invite(std::move(call), shared_from_this());
    if (!session) {
        ast_channel_hangupcause_set(channel, q850::subscriber_absent);
        return -1;
    }
    set_session(std::move(*session));
    pbx_builtin_setvar_helper(channel, "SIPCALLID", call_id_.c_str());
    return 0;
}

}  // namespace chan_sip

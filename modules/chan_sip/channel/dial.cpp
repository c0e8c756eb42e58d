// SPDX-License-Identifier: GPL-2.0-only
/** @file Placing a call: what the channel knows becomes an INVITE. */
#include <charconv>
#include <memory>
#include <tuple>
#include <vector>

#include "channel/added_header.h"
#include "channel/call.h"
#include "channel/causes.h"
#include "channel/settings.h"
#include "driver.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** A text of Asterisk's, which may be null. */
std::string text_of(const char* text)
{
    return text ? text : "";
}

/** Who calls, as the channel's connected line says: nobody by name when it is not to be shown. @rfc{3323,4.1} */
sipcore::Party shown_caller(ast_channel* channel)
{
    auto id = ast_channel_connected_effective_id(channel);
    if (ast_party_id_presentation(&id) & AST_PRES_RESTRICTION)
        return {.name = "Anonymous", .user = "anonymous", .host = "anonymous.invalid"};
    return {
        .name = id.name.valid ? text_of(id.name.str) : "",
        .user = id.number.valid ? text_of(id.number.str) : "",
        .host = {},
    };
}

/** A variable of the channel; empty without one. */
std::string variable(ast_channel* channel, const char* name)
{
    return text_of(pbx_builtin_getvar_helper(channel, name));
}

/** Whether a user is a number: digits and the keys beside them, behind one plus sign or none. @rfc{3261,19.1.1} */
bool is_phone_number(std::string_view user)
{
    if (user.starts_with('+'))
        user.remove_prefix(1);
    return !user.empty() && user.find_first_not_of("0123456789*#") == std::string_view::npos;
}

/** Max-Forwards as the channel wishes; 0 when it does not. */
unsigned hops_of(ast_channel* channel)
{
    auto text = variable(channel, "SIP_MAX_FORWARDS");
    if (text.empty())
        return 0;
    unsigned hops = 0;
    constexpr unsigned most = 255;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hops);
    if (error == std::errc{} && end == text.data() + text.size() && hops > 0 && hops <= most)
        return hops;
    sipcore::log::warning("The SIP_MAX_FORWARDS channel variable is not a valid integer.");
    return 0;
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

/** The headers that variables of the channel add, in the order of its list: the one set last comes first. */
std::vector<sipcore::Header> added_headers(ast_channel* channel)
{
    std::vector<sipcore::Header> headers;
    ast_var_t* variable;
    AST_LIST_TRAVERSE(ast_channel_varshead(channel), variable, entries) {
        if (!std::string_view{ast_var_name(variable)}.starts_with("SIPADDHEADER"))
            continue;
        if (auto header = read_added_header(text_of(ast_var_value(variable))))
            headers.push_back(std::move(*header));
    }
    return headers;
}

}  // namespace

sipcore::OutgoingCall Call::outgoing(ast_channel* channel)
{
    sipcore::OutgoingCall call;
    if (side_.endpoint)
        call.endpoint = side_.endpoint->name;
    else
        std::tie(call.host, call.port) = split_host(dialled_.host);
    call.via = via_;
    call.user = dialled_.user;
    if (side_.settings->user_eq_phone && is_phone_number(call.user))
        call.uri_parameters = ";user=phone";
    call.to = {.name = {}, .user = dialled_.to_user, .host = dialled_.to_domain};
    call.auth = dialled_auth(dialled_);
    call.max_forwards = hops_of(channel);
    if (auto options = variable(channel, "SIP_URI_OPTIONS"); !options.empty())
        call.uri_parameters += ";" + options;
    call.to_parameters = variable(channel, "VXML_URL");
    call.from = shown_caller(channel);
    if (!dialled_.from_user.empty())
        call.from.user = dialled_.from_user;
    if (!dialled_.from_domain.empty())
        call.from.host = dialled_.from_domain;
    if (auto domain = variable(channel, "SIPFROMDOMAIN"); !domain.empty())
        call.from.host = std::move(domain);
    call.headers = added_headers(channel);
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
    auto call = outgoing(channel);
    if (call.offer->streams.empty() || call.offer->streams.front().formats.empty()) {
        sipcore::log::warning("No audio format found to offer. Cancelling call to {}", side_.title);
        return -1;
    }
    auto session = calls->invite(std::move(call), shared_from_this());
    if (!session) {
        ast_channel_hangupcause_set(channel, q850::subscriber_absent);
        return -1;
    }
    set_session(std::move(*session));
    return 0;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Placing a call: what the channel knows becomes an INVITE. */
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
    call.user = dialled_.user;
    call.from = shown_caller(channel);
    if (!dialled_.from_user.empty())
        call.from.user = dialled_.from_user;
    if (!dialled_.from_domain.empty())
        call.from.host = dialled_.from_domain;
    if (const char* domain = pbx_builtin_getvar_helper(channel, "SIPFROMDOMAIN"); domain && *domain)
        call.from.host = domain;
    call.headers = added_headers(channel);
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

// SPDX-License-Identifier: GPL-2.0-only
/** @file An INVITE came: is it for an extension of ours, in a codec of ours, within its limit? Then a channel runs the
 *  dialplan. The checks stand in the order in which their refusals are known. */
#include <string>

#include "channel/hops.h"
#include "channel/log_call.h"
#include "channel/new_channel.h"
#include "channel/replace.h"
#include "channel/settings.h"
#include "driver.h"
#include "identity/caller.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"
#include "sipcore/log_text.h"
#include "sipcore/security.h"

namespace chan_sip {
namespace {

using sipcore::Error;
using sipcore::IncomingCall;
using sipcore::Result;

/** Where an incoming call goes. */
struct Place {
    std::string context;    ///< dialplan context
    std::string extension;  ///< extension there
};

/** The number by which the dialplan may tell callers apart; null without one. */
const char* number_or_null(const sipcore::config::CallerId& caller)
{
    return caller.number.empty() ? nullptr : caller.number.c_str();
}

/** The extension that a Request-URI names, as written or decoded; Error{404} or, for the beginning of one, Error{484}. */
Result<Place> find_place(const IncomingCall& call, const sipcore::config::Endpoint& settings,
                         const sipcore::config::CallerId& caller)
{
    const auto& context = settings.context;
    const char* number = number_or_null(caller);
    auto exists = [&](const std::string& extension) {
        return ast_exists_extension(nullptr, context.c_str(), extension.c_str(), 1, number) != 0;
    };
    if (call.raw_user.empty())
        return exists("s") ? Result<Place>{Place{context, "s"}} : std::unexpected{Error{404, "Not Found"}};
    for (const auto& extension : {call.raw_user, call.user})
        if (exists(extension))
            return Place{context, extension};
    sipcore::log::notice("Call from '{}' ({}) to extension '{}' rejected because extension not found in context '{}'.",
                         call.endpoint ? call.endpoint->name : "", call.source.text(),
                         sipcore::log::between('\'', call.user), context);
    bool overlaps = settings.allow_overlap == sipcore::config::Overlap::yes;
    if (overlaps && ast_canmatch_extension(nullptr, context.c_str(), call.user.c_str(), 1, number))
        return std::unexpected{Error{484, "Address Incomplete"}};
    return std::unexpected{Error{404, "Not Found"}};
}

/** A caller's number without the punctuation that people write. */
std::string shrunk(std::string number)
{
    if (ast_is_shrinkable_phonenumber(number.c_str())) {
        ast_shrink_phone_number(number.data());
        number.resize(std::char_traits<char>::length(number.c_str()));
    }
    return number;
}

/** Who calls, for those who list calls: the user that an endpoint is asked for, or what a guest says. */
std::string user_to_show(Driver& driver, const IncomingCall& incoming)
{
    if (!incoming.endpoint)
        return incoming.from.user;
    auto status = driver.stack().endpoints().find(incoming.endpoint->name);
    return status ? user_of(*status) : std::string{};
}

/** The call that an INVITE begins, before anything is decided. */
std::shared_ptr<Call> make_call(Driver& driver, const std::shared_ptr<sipcore::Session>& session,
                                const IncomingCall& incoming)
{
    auto call = Call::make(
        driver, true,
        CallSide{.endpoint = incoming.endpoint,
                 .settings = settings_of(incoming.endpoint, *driver.stack().config()),
                 .title = incoming.endpoint ? incoming.endpoint->name : incoming.from.host,
                 .user = user_to_show(driver, incoming),
                 .local_address = incoming.local_address,
                 .remote = incoming.source,
                 .behind_nat = incoming.behind_nat});
    call->set_log_call(ast_create_callid());
    session->set_log_call(call->log_call());
    session->set_listener(call);
    call->set_session(session);
    return call;
}

/** What the channel of an incoming call is made with. */
ChannelPlan plan_for(const IncomingCall& incoming, const Call& call, Place place, sipcore::config::CallerId caller)
{
    return {
        .state = AST_STATE_RING,
        .context = std::move(place.context),
        .extension = std::move(place.extension),
        .caller = std::move(caller),
        .variables = {{"SIPURI", without_parameters(incoming.contact_uri)},
                      {"SIPDOMAIN", incoming.domain},
                      {"SIPURIPHONECONTEXT", incoming.phone_context},
                      {"SIPCALLID", call.call_id()}},
    };
}

/** Runs the dialplan on a channel, which from then on lives by itself. */
Result<> start_dialplan(ast_channel* channel)
{
    switch (ast_pbx_start(channel)) {
    case AST_PBX_SUCCESS:
        return {};
    case AST_PBX_CALL_LIMIT:
        return std::unexpected{Error{480, "Temporarily Unavailable"}};
    case AST_PBX_FAILED:
        break;
    }
    return std::unexpected{Error{503, "Unavailable"}};
}

/** The value of a header; empty without one. */
std::string value_of(const std::vector<sipcore::Header>& headers, std::string_view name)
{
    const auto* header = sipcore::header_named(headers, name);
    return header ? header->value : std::string{};
}

/** A call that takes the place of another one, or picks one up: its channel runs no dialplan of its own. */
Result<> begin_in_place(Driver& driver, Call& call, const IncomingCall& incoming, const sipcore::Identity& who,
                        const std::optional<sipcore::Replaces>& replaces)
{
    Replaced replaced;
    if (replaces) {
        auto found = find_replaced(driver, call, *replaces);
        if (!found)
            return std::unexpected{found.error()};
        replaced = std::move(*found);
    }
    if (!call.open_media(no_formats()))
        return std::unexpected{Error{503, "Unavailable"}};
    auto plan = plan_for(incoming, call, Place{call.side().settings->context, incoming.user},
                         {.name = who.name, .number = who.number.value_or("")});
    auto* channel = make_channel(call, driver.next_channel_name(call.side().title), plan);
    if (!channel)
        return std::unexpected{Error{503, "Unavailable"}};
    call.set_incoming_parties(channel, who, call.stored_headers(), value_of(call.stored_headers(), "To"));
    if (replaces ? take_place(channel, std::move(replaced)) : pick_up(channel))
        return {};
    call.forsake({480, "Temporarily Unavailable"});
    ast_hangup(channel);
    return {};
}

/** A call completes what did not come about before: its channel may use what the core knows of that. */
void begin_recall(ast_channel* channel, const Recall& recall)
{
    ast_setup_cc_recall_datastore(channel, recall.core_id);
    ast_cc_agent_set_interfaces_chanvar(channel);
    ast_cc_agent_recalling(recall.core_id, "SIP caller %s is attempting recall", ast_channel_name(channel));
}

/** Tells the host's security framework that a call was refused: for an extension that is not there, or for being one too
 *  many. */
void report(Driver& driver, const Call& call, const IncomingCall& incoming, sipcore::SecurityEvent::Kind kind)
{
    sipcore::SecurityEvent event;
    event.kind = kind;
    event.account = incoming.user;
    event.session = sipcore::security::session_name(call.call_id());
    event.remote = incoming.source;
    std::uint16_t port = 5060;
    for (const auto& listener : driver.stack().listeners())
        if (listener.bound.ip().family() == incoming.local_address.family())
            port = listener.bound.port();
    event.local = {incoming.local_address, port};
    if (kind == sipcore::SecurityEvent::Kind::failed_acl)
        event.acl = "no_extension_match";
    sipcore::security::report(std::move(event));
}

/** All checks, then the channel. @return what the caller is told when there is none */
Result<> begin(Driver& driver, Call& call, const IncomingCall& incoming)
{
    const auto& settings = *call.side().settings;
    if (auto checked = call.check_offer(incoming.offer); !checked)
        return checked;
    if (!call.count()) {
        sipcore::log::notice("Failed to place call for device {}, too many calls", settings.name);
        report(driver, call, incoming, sipcore::SecurityEvent::Kind::session_limit);
        return std::unexpected{Error{480, "Temporarily Unavailable (Call limit) "}};
    }
    auto headers = call.stored_headers();
    auto who = identity_of_caller(incoming.from, headers, settings);
    if (driver.stack().config()->global.shrink_callerid)
        who.number = shrunk(who.number.value_or(""));
    sipcore::config::CallerId caller{.name = who.name, .number = who.number.value_or("")};
    auto replaces = replaces_of(call);
    bool picks_up = !replaces && is_pickup_extension(incoming.user);
    if (replaces || picks_up)
        return begin_in_place(driver, call, incoming, who, replaces);
    auto recall = driver.agents().recall(incoming.raw_user, incoming.endpoint ? incoming.endpoint->name : "");
    auto place = recall ? Result<Place>{Place{settings.context, recall->extension}} : find_place(incoming, settings, caller);
    if (!place) {
        if (place.error().status == 404)
            report(driver, call, incoming, sipcore::SecurityEvent::Kind::failed_acl);
        return std::unexpected{place.error()};
    }
    if (!call.open_media(no_formats()))
        return std::unexpected{Error{503, "Unavailable"}};
    call.set_called_extension(place->extension);
    auto plan = plan_for(incoming, call, std::move(*place), std::move(caller));
    auto* channel = make_channel(call, driver.next_channel_name(call.side().title), plan);
    if (!channel)
        return std::unexpected{Error{503, "Unavailable"}};
    call.set_incoming_parties(channel, who, headers, value_of(headers, "To"));
    if (auto hops = read_hops(value_of(headers, "Max-Forwards")))
        remember_hops(channel, *hops);
    if (recall)
        begin_recall(channel, *recall);
    auto started = start_dialplan(channel);
    if (!started) {
        call.forsake(started.error());
        ast_hangup(channel);
        return {};
    }
    call.await_dialplan();
    return {};
}

}  // namespace

void Driver::on_invite(std::shared_ptr<sipcore::Session> session, const IncomingCall& incoming)
{
    auto refused = pbx::guarded("on_invite", Result<>{std::unexpected{Error{500, ""}}}, [&]() -> Result<> {
        auto call = make_call(*this, session, incoming);
        LogCall log{call->log_call()};
        auto begun = begin(*this, *call, incoming);
        if (!begun)
            call->forsake(begun.error());
        return {};
    });
    if (!refused)
        session->hang_up({.status = refused.error().status, .reason = refused.error().reason, .headers = {}});
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The other side, or time, ended a call: what its channel hears. */
#include <algorithm>
#include <array>
#include <format>

#include "channel/added_header.h"
#include "channel/call.h"
#include "channel/causes.h"
#include "channel/log_call.h"
#include "identity/redirect_reason.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

using sipcore::Termination;

/** The cause of a Reason header, where the endpoint's are believed. */
std::optional<int> told_cause(const Termination& termination, const sipcore::config::Endpoint& settings)
{
    return settings.use_q850_reason ? termination.q850_cause : std::nullopt;
}

/** The cause of an outgoing call that was refused with a plain hang-up. */
int hangup_cause(int status, sipcore::config::Overlap overlap)
{
    constexpr int request_terminated = 487;
    constexpr int address_incomplete = 484;
    constexpr int not_found = 404;
    if (status == request_terminated)
        return q850::normal_clearing;
    bool unknown = status == address_incomplete && overlap != sipcore::config::Overlap::yes;
    return cause_for(unknown ? not_found : status);
}

/** Whether who was called is busy, or somewhere else: what may be completed later. */
bool is_busy_or_elsewhere(int status)
{
    constexpr std::array busy{486, 600, 603};
    return status / 100 == 3 || std::ranges::find(busy, status) != busy.end();
}

/** Sends the channel where a Contact says: who dials follows. */
void forward(ast_channel* channel, const Termination& termination, sipcore::config::RedirectMethod method)
{
    for (const auto& header : termination.headers) {
        auto target = header.name == "Contact" ? read_redirect(header.value) : std::nullopt;
        if (!target)
            continue;
        if (method == sipcore::config::RedirectMethod::uri) {
            auto forward = std::format("SIP/{}::::{}@{}", target->user, target->transport, target->host_and_port);
            ast_channel_call_forward_set(channel, forward.c_str());
        } else {
            pbx_builtin_setvar_helper(channel, "SIPDOMAIN", target->host.c_str());
            ast_channel_call_forward_set(channel, target->user.c_str());
        }
        break;
    }
    ast_queue_control(channel, AST_CONTROL_BUSY);
}

/** A call that was up, or an incoming one, is over: hang up with the cause that was told or that the end means. */
void end(ast_channel* channel, const Termination& termination, std::optional<int> told, bool answered)
{
    if (termination.by == Termination::By::timeout)
        ast_queue_hangup_with_cause(channel, q850::no_user_response);
    else if (told || answered)
        ast_queue_hangup_with_cause(channel, told.value_or(q850::normal_clearing));
    else
        ast_queue_hangup(channel);
}

}  // namespace

void Call::follow(ast_channel* channel, const Termination& termination)
{
    bool silent = termination.by == Termination::By::timeout || termination.by == Termination::By::failure;
    int status = silent ? 0 : termination.status;
    auto told = told_cause(termination, *side_.settings);
    if (is_busy_or_elsewhere(status))
        learn_completion(channel, sipcore::CompletionService::busy, termination.headers);
    switch (ending_for(status)) {
    case Ending::redirect:
        learn_diversion(channel, termination.headers, redirect::unconditional);
        forward(channel, termination, side_.settings->redirect_method);
        return;
    case Ending::busy:
        if (status == 480)
            learn_refusal_reason(channel, termination.reason);
        ast_channel_hangupcause_set(channel, told.value_or(cause_for(status)));
        ast_queue_control(channel, AST_CONTROL_BUSY);
        return;
    case Ending::congestion:
        ast_channel_hangupcause_set(channel, status ? told.value_or(cause_for(status)) : q850::none);
        ast_queue_control(channel, AST_CONTROL_CONGESTION);
        return;
    case Ending::hangup:
        ast_queue_hangup_with_cause(channel, told.value_or(hangup_cause(status, side_.settings->allow_overlap)));
        return;
    }
}

void Call::tell_quality()
{
    pbx::Ao2<ast_channel> channel;
    pbx::Ao2<ast_rtp_instance> rtp;
    if (auto locked = lock_channel(); locked && is_answered()) {
        channel = pbx::Ao2<ast_channel>::share(locked.get());
        rtp = pbx::Ao2<ast_rtp_instance>::share(audio_.instance());
        tell_quality_of_more(channel.get());
    }
    // It takes the channel's lock itself, together with that of the channel in the same bridge.
    if (rtp)
        ast_rtp_instance_set_stats_vars(channel.get(), rtp.get());
}

void Call::on_terminated(const Termination& termination)
{
    pbx::guarded("on_terminated", 0, [&] {
        LogCall log{log_call_};
        if (termination.by == sipcore::Termination::By::peer && termination.status == 0)
            follow_also(termination.headers);
        tell_quality();
        auto channel = lock_channel();
        if (!channel || phase_ == Phase::ended)
            return 0;
        bool answered = is_answered();
        phase_ = Phase::ended;
        for (auto* stream : {&audio_, &video_, &text_})
            if (*stream)
                ast_rtp_instance_stop(stream->instance());
        if (use_.end())
            announce_use();
        if (!incoming_ && !answered)
            follow(channel.get(), termination);
        else
            end(channel.get(), termination, told_cause(termination, *side_.settings), answered);
        return 0;
    });
}

}  // namespace chan_sip

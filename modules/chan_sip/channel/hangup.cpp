// SPDX-License-Identifier: GPL-2.0-only
/** @file Ending a call from our side: what the other side is told, and what is given back. */
#include <string>

#include "channel/call.h"
#include "channel/causes.h"

namespace chan_sip {
namespace {

/** The headers that carry a cause as Asterisk knows it. */
void add_cause(std::vector<sipcore::Header>& headers, int cause)
{
    headers.push_back({"X-Asterisk-HangupCause", ast_cause2str(cause)});
    headers.push_back({"X-Asterisk-HangupCauseCode", std::to_string(cause)});
}

/** The Reason header of a cause. @rfc{3326,2} */
sipcore::Header reason_header(int cause)
{
    return {"Reason", "Q.850;cause=" + std::to_string(cause)};
}

/** How long who transferred a call may take to hang up. */
constexpr std::chrono::seconds patience_with_transferrer{32};

/** Tells the other side of a lost branch that the call was answered, so that it does not show as missed. */
sipcore::Header completed_elsewhere()
{
    return {"Reason", R"(SIP;cause=200;text="Call completed elsewhere")"};
}

}  // namespace

void Call::explain(sipcore::Hangup& refusal, int cause) const
{
    refusal.headers = with_offer(std::move(refusal.headers));
    if (cause)
        add_cause(refusal.headers, cause);
    if (side_.settings->use_q850_reason)
        refusal.headers.push_back(reason_header(cause ? cause : cause_for(refusal.status)));
}

sipcore::Hangup Call::farewell(ast_channel* channel) const
{
    int cause = ast_channel_hangupcause(channel);
    auto refusal = refusal_for(cause);
    sipcore::Hangup hangup{.status = refusal.status, .reason = std::string{refusal.reason}, .headers = {}};
    if (is_answered())
        add_cause(hangup.headers, cause);
    else if (!incoming_ && cause == q850::answered_elsewhere)
        hangup.headers.push_back(completed_elsewhere());
    if (is_answered() && side_.settings->use_q850_reason && cause)
        hangup.headers.push_back(reason_header(cause));
    if (incoming_ && !is_answered())
        explain(hangup, cause);
    if (is_answered() && transfer_ != TransferState::none)
        hangup.patience = patience_with_transferrer;
    return hangup;
}

void Call::refuse(ast_channel* channel, int status, std::string reason)
{
    if (phase_ == Phase::ended || !session_)
        return;
    sipcore::Hangup hangup{.status = status, .reason = std::move(reason), .headers = {}};
    explain(hangup, ast_channel_hangupcause(channel));
    phase_ = Phase::ended;
    session_->hang_up(std::move(hangup));
    ast_softhangup_nolock(channel, AST_SOFTHANGUP_DEV);
}

void Call::forsake(const sipcore::Error& refusal)
{
    if (session_ && phase_ != Phase::ended)
        session_->hang_up({.status = refusal.status, .reason = refusal.reason, .headers = {}});
    phase_ = Phase::ended;
    if (use_.end())
        announce_use();
    audio_.close();
    close_more();
    session_.reset();
}

void Call::hang_up(ast_channel* channel)
{
    if (audio_)
        ast_rtp_instance_set_stats_vars(channel, audio_.instance());
    tell_quality_of_more(channel);
    forget_completion(channel);
    if (session_ && phase_ != Phase::ended)
        session_->hang_up(farewell(channel));
    phase_ = Phase::ended;
    if (use_.end())
        announce_use();
    for (int descriptor : {0, 1, 2, 3, 4, 5})
        ast_channel_set_fd(channel, descriptor, -1);
    audio_.close();
    close_more();
    dsp_.reset();
    session_.reset();

    pbx::Ao2<ast_channel> owner;
    {
        std::lock_guard lock{owner_mutex_};
        std::swap(owner, owner_);
    }
    auto* kept = static_cast<std::shared_ptr<Call>*>(ast_channel_tech_pvt(channel));
    ast_channel_tech_pvt_set(channel, nullptr);
    delete kept;    // may be the last to keep this call: nothing of it is touched from here on
    ast_module_unref(AST_MODULE_SELF);
}

}  // namespace chan_sip

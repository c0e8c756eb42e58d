// SPDX-License-Identifier: GPL-2.0-only
/** @file What the other side does, as frames and states of the channel. Each event comes on the session's strand, takes the
 *  channel's lock, and does nothing when the channel has gone. */
#include <vector>

#include "channel/call.h"
#include "channel/causes.h"
#include "channel/log_call.h"
#include "driver.h"
#include "identity/redirect_reason.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** Tells the core what a response said, for HANGUPCAUSE() and the channel's cause. */
void store_cause(ast_channel* channel, int status, const std::string& reason, int cause, bool in_hash)
{
    auto text = "SIP " + std::to_string(status) + " " + reason;
    std::vector<char> memory(sizeof(ast_control_pvt_cause_code) + text.size());
    auto* code = reinterpret_cast<ast_control_pvt_cause_code*>(memory.data());
    ast_copy_string(code->chan_name, ast_channel_name(channel), sizeof(code->chan_name));
    std::copy(text.begin(), text.end(), code->code);
    code->ast_cause = cause;
    code->emulate_sip_cause = in_hash;
    ast_queue_control_data(channel, AST_CONTROL_PVT_CAUSE_CODE, code, memory.size());
    ast_channel_hangupcause_hash_set(channel, code, static_cast<int>(memory.size()));
    ast_channel_hangupcause_set(channel, code->ast_cause);
}

/** Whether a provisional response says that it rings, beside what its description says. */
bool rings(int status)
{
    return status == 180 || status == 182;
}

}  // namespace

int Call::response_cause(int status, const std::vector<sipcore::Header>& headers) const
{
    if (side_.settings->use_q850_reason)
        if (auto told = told_cause(headers))
            return *told;
    return cause_for(status);
}

void Call::on_response(int status, const std::string& reason, const std::vector<sipcore::Header>& headers)
{
    pbx::guarded("on_response", 0, [&] {
        LogCall log{log_call_};
        if (auto channel = lock_channel())
            store_cause(channel.get(), status, reason, response_cause(status, headers),
                        driver_.stack().config()->global.store_sip_cause);
        return 0;
    });
}

void Call::on_progress(const sipcore::Progress& progress)
{
    pbx::guarded("on_progress", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (!channel || is_answered() || progress.status <= 101)
            return 0;
        learn_completion(channel.get(), sipcore::CompletionService::no_reply, progress.headers);
        if (progress.status == 181) {
            learn_diversion(channel.get(), progress.headers, redirect::unknown);
            return 0;
        }
        learn_identity(channel.get(), progress.headers, AST_CONNECTED_LINE_UPDATE_SOURCE_ANSWER);
        bool media = progress.answer && settle(channel.get(), *progress.answer);
        if (rings(progress.status) || !media) {
            ast_queue_control(channel.get(), AST_CONTROL_RINGING);
            if (ast_channel_state(channel.get()) != AST_STATE_UP)
                ast_setstate(channel.get(), AST_STATE_RINGING);
        }
        if (media) {
            phase_ = Phase::early;
            ast_queue_control(channel.get(), AST_CONTROL_PROGRESS);
        }
        return 0;
    });
}

void Call::on_answered(const sipcore::Answered& answered)
{
    pbx::guarded("on_answered", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (!channel || is_answered() || phase_ == Phase::ended)
            return 0;
        bool settled = answered.answer ? settle(channel.get(), *answered.answer) : phase_ == Phase::early;
        if (use_.stop_ringing())
            announce_use();
        phase_ = Phase::answered;
        answered_at_ = std::chrono::steady_clock::now();
        if (!settled) {
            ast_queue_hangup_with_cause(channel.get(), q850::bearer_unavailable);
            return 0;
        }
        if (answered.answer)
            notice_hold(channel.get(), sipcore::sdp::hold_of(*answered.answer));
        learn_identity(channel.get(), answered.headers, AST_CONNECTED_LINE_UPDATE_SOURCE_ANSWER);
        ast_setstate(channel.get(), AST_STATE_UP);
        ast_queue_control(channel.get(), AST_CONTROL_ANSWER);
        tell_what_is_due(channel.get());
        return 0;
    });
}

void Call::on_confirmed(const std::optional<sipcore::sdp::Description>& answer)
{
    pbx::guarded("on_confirmed", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (channel && answer && settle(channel.get(), *answer))
            notice_hold(channel.get(), sipcore::sdp::hold_of(*answer));
        return 0;
    });
}

void Call::on_offer(const std::optional<sipcore::sdp::Description>& offer, const std::vector<sipcore::Header>& headers)
{
    pbx::guarded("on_offer", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        if (!channel || !session_)
            return 0;
        using namespace sipcore::sdp;
        learn_identity(channel.get(), headers, AST_CONNECTED_LINE_UPDATE_SOURCE_TRANSFER);
        if (!offer) {
            notice_hold(channel.get(), Hold::none);
            auto streams = to_offer();
            if (streams.empty())
                session_->answer(std::unexpected{sipcore::Error{488, "Not acceptable here"}});
            else
                session_->answer(negotiation_.offer(std::move(streams)));
            return 0;
        }
        if (!side_.settings->ignore_sdp_version && negotiation_.is_repeated(*offer)) {
            session_->answer(*negotiation_.last_sent());
            return 0;
        }
        if (is_fax_offer(*offer)) {
            take_fax_offer(channel.get(), *offer);
            return 0;
        }
        auto hold = hold_of(*offer);
        auto before = negotiation_;
        auto answer = make_answer(*offer, answer_direction(hold));
        if (!answer && media_peer_) {       // who hears them now does not understand that; we may
            negotiation_ = before;
            set_media_peer(channel.get(), std::nullopt);
            answer = make_answer(*offer, answer_direction(hold));
        }
        if (!answer || !apply(channel.get(), answer->agreed, RtpStream::Offer::theirs)) {
            negotiation_ = std::move(before);
            tell_refused_keys(*offer);
            session_->answer(std::unexpected{answer ? sipcore::Error{488, "Not acceptable here"} : answer.error()});
            return 0;
        }
        session_->answer(*negotiation_.last_sent());
        if (fax_.stage == Fax::Stage::running)
            enter_fax(channel.get(), Fax::Stage::none);
        notice_hold(channel.get(), hold);
        ast_queue_control(channel.get(), AST_CONTROL_UPDATE_RTP_PEER);
        return 0;
    });
}

void Call::on_reanswered(const sipcore::Result<sipcore::sdp::Description>& answer)
{
    pbx::guarded("on_reanswered", 0, [&] {
        LogCall log{log_call_};
        auto channel = lock_channel();
        auto what = std::exchange(offering_, std::nullopt).value_or(Offering::media);
        if (!channel || !session_)
            return 0;
        const auto& before = negotiation_.last_received();
        bool unchanged = what == Offering::repeat && (!answer || (before && before->version == answer->version));
        if (!unchanged && !take_fax_answer(channel.get(), what, answer) && answer)
            take_media_answer(channel.get(), *answer);
        next_offer();
        return 0;
    });
}

void Call::take_media_answer(ast_channel* channel, const sipcore::sdp::Description& answer)
{
    if (settle(channel, answer))
        notice_hold(channel, sipcore::sdp::hold_of(answer));
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Conditions of a channel as provisional and final responses, music and media marks. */
#include "channel/call.h"
#include "sipcore/log.h"

namespace chan_sip {

using sipcore::config::InbandProgress;

int Call::indicate_ringing(ast_channel* channel)
{
    if (ast_channel_state(channel) != AST_STATE_RING || !session_ || is_answered())
        return -1;
    auto inband = side_.settings->inband_progress;
    if (progress_sent_ && inband != InbandProgress::never)
        return -1;      // they hear what is sent: the core adds the tone
    session_->progress(180, "Ringing", std::nullopt, with_offer(due_identity_headers(channel)));
    ringing_sent_ = true;
    return inband == InbandProgress::yes ? -1 : 0;
}

int Call::indicate_progress(ast_channel* channel)
{
    if (!incoming_ || is_answered() || progress_sent_ || !session_)
        return -1;
    if (side_.settings->inband_progress == InbandProgress::never) {
        if (!ringing_sent_)
            session_->progress(180, "Ringing", std::nullopt, with_offer(due_identity_headers(channel)));
        ringing_sent_ = true;
        return 0;
    }
    auto description = describe(channel);
    if (!description)
        return -1;
    session_->progress(183, "Session Progress", std::move(description), with_offer(due_identity_headers(channel)));
    progress_sent_ = true;
    if (phase_ == Phase::beginning)
        phase_ = Phase::early;
    return 0;
}

void Call::refuse_incomplete(ast_channel* channel)
{
    using sipcore::config::Overlap;
    switch (side_.settings->allow_overlap) {
    case Overlap::yes:
        return refuse(channel, 484, "Address Incomplete");
    case Overlap::no:
        return refuse(channel, 404, "Not Found");
    case Overlap::dtmf:
        return;     // the dialplan waits for digits
    }
}

int Call::indicate(ast_channel* channel, int condition, const void* data, std::size_t length)
{
    bool unanswered = incoming_ && session_ && !is_answered() && phase_ != Phase::ended;
    switch (condition) {
    case AST_CONTROL_RINGING:
        return indicate_ringing(channel);
    case AST_CONTROL_PROGRESS:
        return indicate_progress(channel);
    case AST_CONTROL_PROCEEDING:
        if (!unanswered || progress_sent_)
            return -1;
        session_->progress(100, "Trying", std::nullopt);
        return 0;
    case AST_CONTROL_BUSY:
        if (!unanswered)
            return -1;
        refuse(channel, 486, "Busy Here");
        return 0;
    case AST_CONTROL_CONGESTION:
        if (!unanswered)
            return -1;
        refuse(channel, 503, "Service Unavailable");
        return 0;
    case AST_CONTROL_INCOMPLETE:
        if (unanswered)
            refuse_incomplete(channel);
        return 0;
    case AST_CONTROL_HOLD:
        if (audio_)
            ast_rtp_instance_update_source(audio_.instance());
        ast_moh_start(channel, length ? static_cast<const char*>(data) : nullptr,
                      side_.settings->mohinterpret.c_str());
        return 0;
    case AST_CONTROL_UNHOLD:
        if (audio_)
            ast_rtp_instance_update_source(audio_.instance());
        ast_moh_stop(channel);
        return 0;
    case AST_CONTROL_SRCUPDATE:
        if (audio_)
            ast_rtp_instance_update_source(audio_.instance());
        return 0;
    case AST_CONTROL_SRCCHANGE:
        if (audio_)
            ast_rtp_instance_change_source(audio_.instance());
        return 0;
    case AST_CONTROL_CONNECTED_LINE:
        return indicate_connected_line(channel);
    case AST_CONTROL_REDIRECTING:
        return indicate_redirecting(channel);
    case AST_CONTROL_AOC:
        tell_charge(channel, data, length);
        return 0;
    case AST_CONTROL_UPDATE_RTP_PEER:
        return 0;
    case AST_CONTROL_VIDUPDATE:
        return ask_for_picture();
    case AST_CONTROL_T38_PARAMETERS:
        return indicate_fax(channel, data, length);
    case AST_CONTROL_FLASH:
    case AST_CONTROL_PVT_CAUSE_CODE:
    case AST_CONTROL_MASQUERADE_NOTIFY:
    case AST_CONTROL_STREAM_TOPOLOGY_REQUEST_CHANGE:
    case AST_CONTROL_STREAM_TOPOLOGY_CHANGED:
    case AST_CONTROL_STREAM_TOPOLOGY_SOURCE_CHANGED:
    case -1:
        return -1;
    default:
        sipcore::log::warning("Don't know how to indicate condition {}", condition);
        return -1;
    }
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Silence: a call whose media ceased is hung up, and a NAT between is kept open. @option{rtptimeout}
 *  @option{rtpholdtimeout} @option{rtpkeepalive} */
#include "channel/call.h"
#include "channel/causes.h"
#include "channel/session_timeout.h"
#include "sipcore/log.h"

namespace chan_sip {

bool Call::is_watched() const noexcept
{
    const auto& settings = *side_.settings;
    return settings.rtp_timeout.count() > 0 || settings.rtp_keepalive.count() > 0 || fax_.decide_by;
}

void Call::watch_media(ast_channel* channel, std::time_t now)
{
    if (fax_.decide_by && now >= fax_.decide_by)
        refuse_fax(channel);
    if (fax_.stage == Fax::Stage::running)
        return;
    if (!audio_ || media_peer_ || !is_answered() || ast_channel_state(channel) != AST_STATE_UP)
        return;
    auto* rtp = audio_.instance();
    auto silent = now - std::max(ast_rtp_instance_get_last_tx(rtp), media_since_);
    if (auto keepalive = ast_rtp_instance_get_keepalive(rtp); keepalive && silent > keepalive)
        ast_rtp_instance_sendcng(rtp, 0);
    bool held = hold_ != sipcore::sdp::Hold::none;
    auto limit = ast_rtp_instance_get_timeout(rtp);
    auto held_limit = ast_rtp_instance_get_hold_timeout(rtp);
    auto deaf = now - std::max(ast_rtp_instance_get_last_rx(rtp), media_since_);
    auto most = held ? held_limit : limit;
    if (!limit || !most || deaf <= most || silence_told_)
        return;
    silence_told_ = true;
    sipcore::log::notice("Disconnecting call '{}' for lack of RTP activity in {} seconds", ast_channel_name(channel), deaf);
    publish_session_timeout(channel, "RTPTimeout");
    ast_channel_hangupcause_set(channel, q850::requested_channel_unavailable);
    ast_softhangup_nolock(channel, AST_SOFTHANGUP_DEV);
}

}  // namespace chan_sip

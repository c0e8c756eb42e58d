// SPDX-License-Identifier: GPL-2.0-only
/** @file Answering an incoming call. */
#include "channel/call.h"
#include "channel/causes.h"

namespace chan_sip {

int Call::answer(ast_channel* channel)
{
    if (!incoming_ || !session_ || phase_ == Phase::answered || phase_ == Phase::ended)
        return 0;
    auto description = describe(channel);
    if (!description) {
        refuse(channel, 488, "Not acceptable here");
        return -1;
    }
    phase_ = Phase::answered;
    answered_at_ = std::chrono::steady_clock::now();
    ast_setstate(channel, AST_STATE_UP);
    if (audio_)
        ast_rtp_instance_update_source(audio_.instance());
    identity_due_ = false;
    session_->accept(std::move(*description), with_offer(identity_headers(channel)));
    return 0;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What applications and functions of the dialplan do with a call. */
#include "channel/call.h"

namespace chan_sip {

using sipcore::config::DtmfMode;

void Call::set_dtmf_mode(DtmfMode mode)
{
    dtmf_mode_ = mode;
    if (audio_)
        audio_.send_telephone_events(mode == DtmfMode::rfc4733);
    update_dsp();
}

bool Call::send_info(sipcore::Body body, std::vector<sipcore::Header> headers, std::string_view agent)
{
    if (!session_ || phase_ == Phase::ended || snapshot()->user_agent.find(agent) == std::string::npos)
        return false;
    session_->send_info(std::move(body), std::move(headers));
    return true;
}

std::vector<sipcore::Header> Call::stored_headers() const
{
    return snapshot()->headers;
}

}  // namespace chan_sip

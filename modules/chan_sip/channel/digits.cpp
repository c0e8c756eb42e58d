// SPDX-License-Identifier: GPL-2.0-only
/** @file Sending digits: as telephone events, by INFO, or as the tones that Asterisk makes. */
#include "channel/call.h"
#include "channel/info_digit.h"

namespace chan_sip {

using sipcore::config::DtmfMode;

int Call::begin_digit(char digit)
{
    bool events = dtmf_mode_ == DtmfMode::rfc4733 || (dtmf_mode_ == DtmfMode::automatic && telephone_events_);
    if (!events)
        return dtmf_mode_ == DtmfMode::info || dtmf_mode_ == DtmfMode::short_info ? 0 : -1;
    if (audio_)
        ast_rtp_instance_dtmf_begin(audio_.instance(), digit);
    return 0;
}

int Call::end_digit(char digit, std::chrono::milliseconds duration)
{
    switch (dtmf_mode_) {
    case DtmfMode::info:
        if (session_)
            session_->send_info({"application/dtmf-relay", dtmf_relay_body(digit, duration)}, {});
        return 0;
    case DtmfMode::short_info:
        if (session_)
            session_->send_info({"application/dtmf", dtmf_body(digit)}, {});
        return 0;
    case DtmfMode::automatic:
        if (!telephone_events_)
            return -1;
        [[fallthrough]];
    case DtmfMode::rfc4733:
        if (audio_)
            ast_rtp_instance_dtmf_end_with_duration(audio_.instance(), digit,
                                                    static_cast<unsigned>(duration.count()));
        return 0;
    case DtmfMode::inband:
        return -1;
    }
    return -1;
}

}  // namespace chan_sip

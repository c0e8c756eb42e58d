// SPDX-License-Identifier: GPL-2.0-only
/** @file How Asterisk's bridges find the RTP of a SIP channel. */
#pragma once

namespace chan_sip {

/** The registered glue; taken back when it goes. There is one at a time. */
class RtpGlue {
public:
    /** Registers it. @threads the loader's */
    RtpGlue();
    RtpGlue(const RtpGlue&) = delete;             ///< it is registered
    RtpGlue& operator=(const RtpGlue&) = delete;  ///< it is registered
    ~RtpGlue();
};

}  // namespace chan_sip

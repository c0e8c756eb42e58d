// SPDX-License-Identifier: GPL-2.0-only
/** @file A table of RTP payload types that lives for one scope. */
#pragma once

#include "pbx/asterisk.h"

namespace chan_sip {

/** A table of payload types of Asterisk's, empty at first. */
class PayloadTypes {
public:
    /** An empty table. */
    PayloadTypes() { ast_rtp_codecs_payloads_initialize(&types_); }
    PayloadTypes(const PayloadTypes&) = delete;             ///< it is where it stands
    PayloadTypes& operator=(const PayloadTypes&) = delete;  ///< it is where it stands
    ~PayloadTypes() { ast_rtp_codecs_payloads_destroy(&types_); }
    /** The table, lent. */
    ast_rtp_codecs* get() { return &types_; }

private:
    ast_rtp_codecs types_{};
};

}  // namespace chan_sip

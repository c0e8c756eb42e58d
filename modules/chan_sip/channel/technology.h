// SPDX-License-Identifier: GPL-2.0-only
/** @file The channel technology `SIP`, as Asterisk knows it. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"

namespace chan_sip {

/** The registered technology; taken back when it goes. There is one at a time. */
class Technology {
public:
    /** Registers it. @return Failure when there is a technology SIP already @threads the loader's */
    static sipcore::Outcome<std::unique_ptr<Technology>> create();
    Technology(const Technology&) = delete;             ///< it is registered
    Technology& operator=(const Technology&) = delete;  ///< it is registered
    ~Technology();

private:
    Technology() = default;
};

/** Whether channels of this technology are ours. @threads any */
bool is_our_technology(const struct ast_channel_tech* technology);

/** The technology of a channel by how its digits travel: those sent by INFO have no beginning. @threads any */
const struct ast_channel_tech* technology_for(sipcore::config::DtmfMode mode);

}  // namespace chan_sip

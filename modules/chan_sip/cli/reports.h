// SPDX-License-Identifier: GPL-2.0-only
/** @file What programs may ask about calls. */
#pragma once

#include "sipcore/report.h"

namespace chan_sip {

/** `channels`, `channel`, `channelstats` and `inuse`, as long as this lives. */
class Reports {
public:
    /** Offers them. @threads the loader's */
    Reports();

private:
    sipcore::ReportOffer channels_;
    sipcore::ReportOffer channel_;
    sipcore::ReportOffer stats_;
    sipcore::ReportOffer in_use_;
};

}  // namespace chan_sip

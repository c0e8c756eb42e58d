// SPDX-License-Identifier: GPL-2.0-only
/** @file What programs may ask about endpoints, settings, sockets and recorded dialogs. */
#pragma once

#include <list>

#include "sipcore/report.h"

namespace res_sip {

/** The reports of this module, each under the name of its console command, as long as this lives. */
class Reports {
public:
    /** Offers them. @threads the loader's */
    Reports();

private:
    std::list<sipcore::ReportOffer> offers_;
};

}  // namespace res_sip

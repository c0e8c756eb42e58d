// SPDX-License-Identifier: GPL-2.0-only
/** @file What console and manager may ask about registrations at other servers. */
#pragma once

#include "pbx/ami.h"
#include "pbx/cli.h"
#include "sipcore/report.h"

namespace res_sip_outbound_registration {

/** `sip show registry`, the same for programs, and the action SIPshowregistry. */
class Commands {
public:
    /** Registers them. */
    Commands();

private:
    pbx::CliCommands console_;
    pbx::ManagerActions manager_;
    sipcore::ReportOffer registry_;
};

}  // namespace res_sip_outbound_registration

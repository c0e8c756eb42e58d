// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show objects` and `sip show sched`: what is in memory, for those who look for leaks. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/stack.h"

namespace res_sip {

/** Peers, peers with an address, and accounts elsewhere. Reference counts are those of what holds their configuration. */
std::string objects_text(std::vector<sipcore::EndpointStatus> endpoints, const sipcore::config::Config& config);
/** How many timers there are of each kind, under the names that the old driver gave them. */
std::string sched_text(const std::vector<sipcore::EndpointStatus>& endpoints, const sipcore::config::Config& config);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Registrations at other servers as a metric, in the text that Prometheus reads. Pure: no call of Asterisk's. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sipcore/report.h"

namespace res_sip_prometheus {

/**
 * `asterisk_sip_outbound_registration_status`: 1 for each registration that stands, 2 for one that was refused for good, 0
 * otherwise, with the labels that Asterisk gives those of chan_pjsip: `eid`, `username`, `domain`, `channel_type`.
 * @param registrations  rows of the report `registry`; of several with the same labels the first one counts
 * @param eid            this Asterisk's own id
 * @return lines with their ends; empty when there is no registration
 * @threads any; keeps nothing
 */
std::string registration_metric(const std::vector<sipcore::Record>& registrations, std::string_view eid);

}  // namespace res_sip_prometheus

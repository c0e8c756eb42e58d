// SPDX-License-Identifier: GPL-2.0-only
/** @file Registrations as console and manager show them. Pure: no call of Asterisk's. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/outbound_registration.h"
#include "sipcore/report.h"

namespace res_sip_outbound_registration {

/** What `sip show registry` prints. */
std::string registry_text(const std::vector<sipcore::RegistrationState>& states);
/** A line of `sip show registry` for programs, uncut; the time in seconds since 1970. */
sipcore::Record record_of(const sipcore::RegistrationState& state);
/** The fields of a RegistryEntry event, after Event and ActionID, each with its line end. */
std::string entry_text(const sipcore::RegistrationState& state);

}  // namespace res_sip_outbound_registration

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show identify`: whose a request would be, and why. Pure. */
#pragma once

#include <string>

#include "sipcore/identify.h"

namespace res_sip {

/** Why an endpoint that is at the source's address does not take a request as its own: in words. */
std::string why_not(const sipcore::EndpointStatus& status, const sipcore::SupposedRequest& request);

/**
 * The whole answer.
 * @param request  what was asked
 * @param found    whose it would be
 * @param config   what is in force
 */
std::string identify_text(const sipcore::SupposedRequest& request, const sipcore::Identification& found,
                          const sipcore::config::Config& config);

}  // namespace res_sip

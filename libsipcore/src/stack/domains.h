// SPDX-License-Identifier: GPL-2.0-only
/** @file Domains that are ours: who may register at them, which calls to others are taken, and which of them is a realm.
 *  Pure. */
#pragma once

#include <string>
#include <string_view>

#include "sipcore/config/model.h"

namespace sipcore::stack {

/** The Domain of a host name or address, compared without letter case; null when it is none of ours. */
const config::Domain* domain_of(const config::Config& config, std::string_view host);

/** Whether one may register at a host: any, as long as no Domain is configured. */
bool takes_registrations(const config::Config& config, std::string_view host);

/** Whether calls to a host are taken: those to Domains of ours, and others where that is allowed or no Domain is
 *  configured. */
bool takes_calls(const config::Config& config, std::string_view host);

/** The realm of a challenge: with `domains_as_realm` the host of From, else that of To, where it is a Domain of ours;
 *  otherwise the global one. */
const std::string& realm_for(const config::Config& config, std::string_view from_host, std::string_view to_host);

}  // namespace sipcore::stack

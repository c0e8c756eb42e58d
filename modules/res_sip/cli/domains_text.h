// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show domains`. Pure. */
#pragma once

#include <span>
#include <string>

#include "sipcore/config/model.h"

namespace res_sip {

/** The table of domains that are ours, in their order. */
std::string domains_text(std::span<const sipcore::config::Domain> domains);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What pjsip.conf has no word for. */
#pragma once

#include <string_view>

namespace sipcore::config {

/** Why an option of sip.conf cannot be said in pjsip.conf; empty when it can. @threads any */
std::string_view missing_in_pjsip(std::string_view old);
/** The same of an option of the modular files. @param type `endpoint`, `aor`, … @threads any */
std::string_view missing_in_pjsip(std::string_view type, std::string_view option);

}  // namespace sipcore::config

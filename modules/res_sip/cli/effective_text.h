// SPDX-License-Identifier: GPL-2.0-only
/** @file What `sip show config` prints. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/config/write.h"

namespace res_sip {

/** The value of an option; of a secret only whether there is one. @threads any */
std::string value_shown(const sipcore::config::Effective& option);
/** Each option with its value and the lines that said so; secrets are not shown. @threads any */
std::string effective_text(const std::vector<sipcore::config::EffectiveObject>& objects);

}  // namespace res_sip

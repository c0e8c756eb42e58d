// SPDX-License-Identifier: GPL-2.0-only
/** @file What `sip show config` prints. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/config/write.h"

namespace res_sip {

/** Each option with its value and the lines that said so; secrets are not shown. @threads any */
std::string effective_text(const std::vector<sipcore::config::EffectiveObject>& objects);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip set history`, `sip show history`, `sip show ladder`. */
#pragma once

#include <span>

#include "pbx/asterisk.h"

namespace res_sip {

/** Their table, which lives as long as the program. */
std::span<ast_cli_entry> history_commands();

}  // namespace res_sip

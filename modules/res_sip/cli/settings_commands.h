// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands about what holds for all. */
#pragma once

#include <span>

#include "pbx/asterisk.h"

namespace res_sip {

/** The commands, for who registers them: `sip show settings` and `sip show domains`. @threads the loader's */
std::span<ast_cli_entry> settings_commands();

}  // namespace res_sip

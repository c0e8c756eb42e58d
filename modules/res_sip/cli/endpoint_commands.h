// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands about endpoints. */
#pragma once

#include <span>

#include "pbx/asterisk.h"

namespace res_sip {

/** The commands, for who registers them: `sip show peers` and its like. @threads the loader's */
std::span<ast_cli_entry> endpoint_commands();

}  // namespace res_sip

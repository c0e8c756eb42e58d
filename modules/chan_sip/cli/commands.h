// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of calls. */
#pragma once

#include <span>

#include "pbx/asterisk.h"

namespace chan_sip {

/** The commands, for who registers them: `sip show channels`. @threads the loader's */
std::span<ast_cli_entry> console_commands();

}  // namespace chan_sip

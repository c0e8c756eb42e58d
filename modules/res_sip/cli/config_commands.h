// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip config translate`, `sip config check`, `sip show config`. */
#pragma once

#include "pbx/asterisk.h"

namespace res_sip {

/** The commands, to be registered. */
std::span<ast_cli_entry> config_commands();

}  // namespace res_sip

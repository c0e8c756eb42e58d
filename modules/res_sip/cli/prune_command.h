// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip prune realtime`. */
#pragma once

#include "pbx/asterisk.h"

namespace res_sip {

/** `sip prune realtime {NAME|all|peer NAME|like PATTERN…}`. */
char* prune_realtime(ast_cli_entry* entry, int command, ast_cli_args* arguments);

}  // namespace res_sip

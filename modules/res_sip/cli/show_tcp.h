// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show tcp`. */
#pragma once

#include "pbx/asterisk.h"

namespace res_sip {

/** The command. */
char* show_tcp(ast_cli_entry* entry, int command, ast_cli_args* arguments);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show identify` on the console. */
#pragma once

#include "pbx/asterisk.h"

namespace res_sip {

/** `sip show identify ADDRESS[:PORT] [USER [EXTENSION [TRANSPORT]]]`. */
char* show_identify(ast_cli_entry* entry, int command, ast_cli_args* arguments);

}  // namespace res_sip

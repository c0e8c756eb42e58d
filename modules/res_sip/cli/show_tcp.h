// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show tcp`. */
#pragma once

#include <string>
#include <vector>

#include "pbx/asterisk.h"
#include "sipcore/stack.h"

namespace res_sip {

/** The command. */
char* show_tcp(ast_cli_entry* entry, int command, ast_cli_args* arguments);

/** What it prints: WebSockets are left out, as the old driver did. Pure. */
std::string tcp_text(const std::vector<sipcore::ConnectionStatus>& connections);

}  // namespace res_sip

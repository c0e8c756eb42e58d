// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show identify` on the console. */
#pragma once

#include <optional>

#include "pbx/asterisk.h"
#include "sipcore/identify.h"
#include "sipcore/report.h"

namespace res_sip {

/** The request that is asked about: `ADDRESS[:PORT] [USER [EXTENSION [TRANSPORT]]]`; nothing when the words are wrong. @threads any */
std::optional<sipcore::SupposedRequest> supposed_request(const sipcore::Words& words);
/** `sip show identify ADDRESS[:PORT] [USER [EXTENSION [TRANSPORT]]]`. */
char* show_identify(ast_cli_entry* entry, int command, ast_cli_args* arguments);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip set history`, `sip show history`, `sip show ladder`. */
#pragma once

#include <span>

#include "history/recorder.h"
#include "pbx/asterisk.h"

namespace res_sip {

/** What is kept of a SIP channel, or of the dialogs whose Call-ID begins so. @threads any that holds nothing */
std::vector<NotedDialog> dialogs_of_channel_or_call(const Recorder& recorder, const std::string& asked);
/** Their table, which lives as long as the program. */
std::span<ast_cli_entry> history_commands();

}  // namespace res_sip

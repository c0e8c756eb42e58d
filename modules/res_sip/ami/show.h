// SPDX-License-Identifier: GPL-2.0-only
/** @file The manager's action SIPShow. */
#pragma once

#include "pbx/asterisk.h"

namespace res_sip {

/** SIPShow: what `sip show COMMAND` prints, as JSON, whichever module knows it. @threads the manager's */
int show_as_json(mansession* session, const message* request);

}  // namespace res_sip

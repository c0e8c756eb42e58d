// SPDX-License-Identifier: GPL-2.0-only
/** @file The event by which managers learn that a call ended for lack of a sign of life. */
#pragma once

#include "pbx/asterisk.h"

namespace chan_sip {

/** Tells managers of a SessionTimeout, just before the channel is hung up. @param source `RTPTimeout` or `SIPSessionTimer`
 *  @threads who holds the channel's lock */
void publish_session_timeout(ast_channel* channel, const char* source);

}  // namespace chan_sip

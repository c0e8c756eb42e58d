// SPDX-License-Identifier: GPL-2.0-only
/** @file How far a call may still go: Max-Forwards of who calls counts for whom he is connected to. @rfc{7332} */
#pragma once

#include <optional>
#include <string_view>

#include "pbx/asterisk.h"

namespace chan_sip {

/** Max-Forwards as a header's value says; nothing for none, and for what is no number up to 255. @threads any @rfc{3261,20.22} */
std::optional<unsigned> read_hops(std::string_view value);

/** Remembers how far a caller's call may go. Whom the dialplan calls for him inherits it, through Local channels as well.
 *  @param channel one that runs no dialplan yet @param hops 0 to 255 */
void remember_hops(ast_channel* channel, unsigned hops);

/** How far the call may go for which a channel was made; nothing when that came by no SIP call. @param channel locked */
std::optional<unsigned> remembered_hops(ast_channel* channel);

}  // namespace chan_sip

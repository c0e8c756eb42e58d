// SPDX-License-Identifier: GPL-2.0-only
/** @file A dialog that follows its other side from one connection to the next. */
#pragma once

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"

namespace sipcore::session {

/**
 * Sends what follows in a dialog by the connection that its last request came by: a phone that lost its connection and opened
 * another one goes on with its call.
 * @param dialog    whose lock is held; nothing happens unless its messages are pinned to a connection
 * @param source    where the request came from
 * @param protocol  over what
 * @threads the strand
 */
void follow_source(pjsip_dialog* dialog, const SocketAddress& source, config::Protocol protocol);

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file An INVITE that takes the place of another call, or picks one up. */
#pragma once

#include <optional>
#include <string>

#include "pbx/ao2.h"
#include "pbx/asterisk.h"
#include "sipcore/result.h"
#include "sipcore/transfer.h"

namespace chan_sip {

class Call;
class Driver;

/** The call that a new one is to replace. */
struct Replaced {
    pbx::Ao2<ast_channel> channel;  ///< its channel; null: what a lamp shows is picked up
    std::string pick_up;            ///< `extension@context` of the lamp
};

/** The value of the Replaces header of an INVITE; nothing without one. @threads any */
std::optional<sipcore::Replaces> replaces_of(const Call& call);
/**
 * Finds the call that an INVITE is to replace.
 * @return Error{400} when it names itself, Error{481} when there is no such call or its channel is gone, Error{603} when that
 *         is in no state in which it could be replaced
 * @threads any that holds no channel's lock
 * @rfc{3891,3}
 */
sipcore::Result<Replaced> find_replaced(Driver& driver, const Call& call, const sipcore::Replaces& replaces);
/**
 * Answers a new channel and puts it in the place of another one: in its bridge, as the one who picks it up, or in its
 * dialplan. The other one is hung up. A lamp's call is picked up by the application Pickup. Done in a thread of its own, since bridges are waited for.
 * @param channel   the new one; it lives by itself from here on
 * @return false when no thread can be had; then the caller still has the channel
 * @threads any
 */
bool take_place(ast_channel* channel, Replaced replaced);
/** Lets a new channel pick up a call that rings for its groups, in a thread of its own; refuses it with 403 when there is
 *  none. @return false when no thread can be had; then the caller still has the channel @threads any */
bool pick_up(ast_channel* channel);
/** Whether an extension is the one by which calls are picked up. @threads any */
bool is_pickup_extension(const std::string& extension);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Parties between Asterisk's structures and the library's values. Who calls these holds the channel's lock. */
#pragma once

#include <optional>
#include <string>

#include "pbx/asterisk.h"
#include "sipcore/identity.h"

namespace chan_sip {

/** A party of Asterisk's as a value; without a number when none is known. */
sipcore::Identity identity_of(const ast_party_id& party);
/** Who is at the other end of what a channel is connected with. */
sipcore::Identity connected_party(ast_channel* channel);
/** Who sent a channel's call elsewhere last, and why; nothing when no number is known. @param host our address */
std::optional<sipcore::Diversion> redirecting_party(ast_channel* channel, const std::string& host);

/** Tells a channel who is at its end: what it is connected with learns it. @param source AST_CONNECTED_LINE_UPDATE_SOURCE_… */
void queue_connected_line(ast_channel* channel, const sipcore::Identity& who, const std::string& tag, int source);
/** Makes an identity the caller of a channel. */
void set_caller(ast_channel* channel, const sipcore::Identity& who, const std::string& tag);

/** What a Diversion header says of a call, as the core has it. */
struct RedirectingUpdate {
    sipcore::Diversion from;  ///< who sent it elsewhere; no number: nobody says
    std::string to_number;    ///< where to; empty: not said
    std::string to_name;      ///< its name
    int reason = 0;           ///< the core's number
    std::string reason_text;  ///< the word as it was written, when the core has none for it
};
/** The reason that a Diversion says; `otherwise` when it says none. */
void set_reason(RedirectingUpdate& update, const std::string& word, int otherwise);
/** Tells a channel that its call is sent elsewhere. */
void queue_redirecting(ast_channel* channel, const RedirectingUpdate& update);
/** Notes on a channel that its call was sent here by somebody, before its dialplan runs. */
void set_redirecting(ast_channel* channel, const RedirectingUpdate& update);
/** Sets the variables by which dialplans read a Diversion. */
void set_diversion_variables(ast_channel* channel, const sipcore::Diversion& diversion);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Variables of a channel that say how it calls. Who reads them holds the channel's lock. */
#pragma once

#include <string>
#include <vector>

#include "pbx/asterisk.h"
#include "sipcore/header.h"

namespace chan_sip {

/** A variable of a channel; empty without one. */
std::string variable_of(ast_channel* channel, const char* name);
/** The headers that variables add, in the order of the channel's list: the one set last comes first. */
std::vector<sipcore::Header> added_headers(ast_channel* channel);

}  // namespace chan_sip

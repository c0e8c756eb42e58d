// SPDX-License-Identifier: GPL-2.0-only
/** @file What a protocol is called in messages, and by the console. */
#pragma once

#include <string_view>

#include "sipcore/config/model.h"
#include "sipcore/export.h"

namespace sipcore {

/** The word of a protocol in Via: `UDP`, `TCP`, `TLS`, `WS`, `WSS`. @threads any @rfc{3261,20.42} @rfc{7118,9.1} */
SIPCORE_API std::string_view via_word(config::Protocol protocol);

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file What is configured, as people and as programs read it. Pure. */
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cli/page.h"
#include "sipcore/config/model.h"

namespace res_sip {

/** Whether there is a text that is not shown: `<Set>` or `<Not set>`. */
Shown secrecy(std::string_view text);
/** Codecs in their order: `(ulaw|alaw)`, and a list. @param codecs as configured @param all of the host */
Shown codecs_shown(std::span<const std::string> codecs, std::span<const std::string> all);
/** A next hop: its host, and ` (forced)` where it is. */
Shown proxy_shown(const std::optional<sipcore::config::OutboundProxy>& proxy);
/** Variables of channels, each a record of name and value, the last one first. */
sipcore::Value variables_told(const sipcore::config::Endpoint& endpoint);

}  // namespace res_sip

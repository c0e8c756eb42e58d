// SPDX-License-Identifier: GPL-2.0-only
/** @file What options of sip.conf mean in the modular files: which options of which objects a line there decides. */
#pragma once

#include <string_view>

namespace sipcore::config {

/** Where a line of sip.conf stands. */
enum class Scope : unsigned char { general, device };

/**
 * Whether a line of sip.conf decides an option of the modular files.
 * @param old     the option's name in the table of sip.conf
 * @param scope   where the line stands
 * @param type    of the modular object: `endpoint`, `aor`, …
 * @param option  the modular option's name
 * @threads any
 */
bool decides(std::string_view old, Scope scope, std::string_view type, std::string_view option);

}  // namespace sipcore::config

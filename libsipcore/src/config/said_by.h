// SPDX-License-Identifier: GPL-2.0-only
/** @file Which lines decided an option of an object. */
#pragma once

#include <string_view>
#include <vector>

#include "sipcore/config/origins.h"

namespace sipcore::config {

/**
 * The lines that decided an option of an object, of those with the same name the last.
 * @param origins  which line said what
 * @param type     of the object: `endpoint`, `aor`, …
 * @param name     the object's
 * @param option   the modular option's name
 * @return the lines in the order in which they were read; none when it is the default
 * @threads any
 */
std::vector<Origin> said_by(const Origins& origins, std::string_view type, std::string_view name, std::string_view option);

}  // namespace sipcore::config

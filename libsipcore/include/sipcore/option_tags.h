// SPDX-License-Identifier: GPL-2.0-only
/** @file Option tags that a message names, as people are shown them. Pure. @rfc{3261,19.2} */
#pragma once

#include <string>
#include <vector>

#include "sipcore/export.h"
#include "sipcore/header.h"

namespace sipcore {

/**
 * The option tags of Supported and Require that are known by name, in the order in which `sip show peer` and
 * `sip show channel` have always shown them, each with a blank behind it. `replaces` brings `replace`, an older word for it.
 * @return empty when no known one is there
 * @threads any
 */
SIPCORE_API std::string known_option_tags(const std::vector<Header>& headers);

}  // namespace sipcore

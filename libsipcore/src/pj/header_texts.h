// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers that may stand several times. */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pj/pjsip.h"

namespace sipcore::pj {

/** The values of the headers of a name as text, unfolded, in their order, `most` of them at most; an empty one for what does
 *  not fit into 4096 octets. */
std::vector<std::string> header_texts(const pjsip_msg* msg, std::string_view name, std::size_t most);

}  // namespace sipcore::pj

// SPDX-License-Identifier: GPL-2.0-only
/** @file Looking for headers of a stored request, as SIP_HEADER() and SIP_HEADERS() do. Pure. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/header.h"

namespace chan_sip {

/** The full name of a header of which a compact one is given; any other name as it is. @threads any @rfc{3261,7.3.3} */
std::string_view full_header_name(std::string_view name);
/**
 * The value of a header.
 * @param headers  of the request, in order
 * @param name     full or compact, letter case does not count
 * @param number   which of those with that name, from 1
 * @return nothing when there are fewer
 * @threads any
 */
std::optional<std::string> stored_header(const std::vector<sipcore::Header>& headers, std::string_view name, int number);
/**
 * The names of headers, each once, in the order of the message, with commas between them.
 * @param prefix  with what they begin, letter case counts; empty and `*` mean all
 * @threads any
 */
std::string stored_header_names(const std::vector<sipcore::Header>& headers, std::string_view prefix);

}  // namespace chan_sip

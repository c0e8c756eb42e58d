// SPDX-License-Identifier: GPL-2.0-only
/** @file JSON in the lines of a manager's message: bounded, since clients are. Pure. */
#pragma once

#include <string_view>
#include <vector>

namespace res_sip {

/** Octets of JSON in one line: with the header's name and the line end it fits in the 4096 that common clients read at once. */
constexpr std::size_t longest_json_line = 4000;

/**
 * Divides a text into pieces that give it back when they are put behind each other. No character of several octets is divided, and
 * no piece begins or ends with a blank where that can be avoided: clients cut those off.
 * @param text     UTF-8 without line ends
 * @param longest  octets of a piece, 8 or more
 * @return at least one piece; views of the text
 */
std::vector<std::string_view> pieces_of(std::string_view text, std::size_t longest);

}  // namespace res_sip

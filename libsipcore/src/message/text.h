// SPDX-License-Identifier: GPL-2.0-only
/** @file Small steps on header text that its readers share. */
#pragma once

#include <string>
#include <string_view>

namespace sipcore::message {

/** Text without blanks and line ends around it. */
std::string_view trimmed(std::string_view text);
/** Whether a text is a token: nothing in it that would need quotes. @rfc{3261,25.1} */
bool is_token(std::string_view text);

}  // namespace sipcore::message

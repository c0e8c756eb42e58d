// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts of others in lines of ours. */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sipcore/export.h"

namespace sipcore::log {

/**
 * What a peer sent, fit to stand between quotes in a line that programs take apart (fail2ban, readers of JSON): the quote
 * itself, control characters of ASCII and Unicode, line separators and octets that are no UTF-8 become `\xNN`.
 * @param quote  the quote that it stands between, `'` or `"`
 * @param text   what was sent
 * @param limit  most octets of it that are taken; what is longer ends in `...`
 * @threads any
 */
SIPCORE_API std::string between(char quote, std::string_view text, std::size_t limit = 256);

}  // namespace sipcore::log

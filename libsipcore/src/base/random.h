// SPDX-License-Identifier: GPL-2.0-only
/** @file Names that nobody can guess. */
#pragma once

#include <cstddef>
#include <string>

namespace sipcore {

/** A fresh text of hexadecimal digits, from the system's source of chance: rand() will not do, for libuuid seeds it anew with the time
 *  whenever Asterisk makes a name of its own.
 *  @param length digits, 1 to 256
 *  @throws std::system_error when the system gives nothing @threads any @rfc{3261,19.3} */
std::string random_text(std::size_t length);

}  // namespace sipcore

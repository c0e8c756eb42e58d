// SPDX-License-Identifier: GPL-2.0-only
/** @file The option reference, printed from the tables. */
#pragma once

#include <string>

namespace sipcore::config {

/** All of docs/options.md. */
std::string options_text();

}  // namespace sipcore::config

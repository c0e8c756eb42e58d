// SPDX-License-Identifier: GPL-2.0-only
/** @file The codecs that Asterisk has. */
#pragma once

#include <string>
#include <vector>

namespace res_sip {

/** Their names, in Asterisk's order: what `allow=all` stands for. @threads any */
std::vector<std::string> host_codecs();

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show tcp`. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/stack.h"

namespace res_sip {

/** What is printed: WebSockets are left out, as the old driver did. */
std::string tcp_text(const std::vector<sipcore::ConnectionStatus>& connections);

}  // namespace res_sip

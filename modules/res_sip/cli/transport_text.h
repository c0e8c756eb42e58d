// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show transports`. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/stack.h"

namespace res_sip {

/** What is printed: the sockets that listen, and what each transport carried since the start. */
std::string transport_text(const std::vector<sipcore::ListenerStatus>& listeners, const std::vector<sipcore::ConnectionStatus>& connections,
                           const std::vector<sipcore::TransportFigures>& figures);

}  // namespace res_sip

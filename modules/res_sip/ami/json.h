// SPDX-License-Identifier: GPL-2.0-only
/** @file Records as JSON, written by the host. */
#pragma once

#include <string>

#include "sipcore/report.h"

namespace res_sip {

/**
 * A record as an object of JSON on one line. Octets that are no UTF-8 become U+FFFD; a fraction that JSON has no way to say is null.
 * @throws std::bad_alloc when there is no memory
 * @threads any
 */
std::string json_of(const sipcore::Record& record);

}  // namespace res_sip

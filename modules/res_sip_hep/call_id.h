// SPDX-License-Identifier: GPL-2.0-only
/** @file What a captured message belongs to. Pure. */
#pragma once

#include <string_view>

namespace res_sip_hep {

/** The Call-ID of a message as text; empty without one. @rfc{3261,20.8} */
std::string_view call_id_of(std::string_view message);

}  // namespace res_sip_hep

// SPDX-License-Identifier: GPL-2.0-only
/** @file Device state of `SIP/name`, as Asterisk asks for it. */
#pragma once

namespace chan_sip {

/** The state of a device, as Asterisk numbers them. @param name what stands behind `SIP/` @threads any */
int state_of_device(const char* name);

}  // namespace chan_sip

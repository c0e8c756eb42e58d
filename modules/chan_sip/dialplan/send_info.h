// SPDX-License-Identifier: GPL-2.0-only
/** @file INFO with contents of somebody else's choice: for the application and, by Asterisk's SIP API, for other modules. */
#pragma once

#include "pbx/asterisk.h"

namespace chan_sip {

/** Makes the driver the provider of Asterisk's SIP API; it stays another one's where there is one. @threads the loader's */
void offer_info_to_modules();
/** Takes that back. @threads the loader's */
void withdraw_info_from_modules();

}  // namespace chan_sip

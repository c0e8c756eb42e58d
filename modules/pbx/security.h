// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's security events, for the one file that raises them. */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#include <asterisk/security_events.h>
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's security events and access lists, for the files that know them. */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#include <asterisk/security_events.h>
#include <asterisk/stasis.h>
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's capture of packets (HEP). */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#include <asterisk/res_hep.h>
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's tones of countries, beside the large one since few need them. */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#include <asterisk/indications.h>
}

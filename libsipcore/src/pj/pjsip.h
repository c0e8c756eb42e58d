// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to PJSIP: the only file that includes its headers, and the few words by which the rest of the library
 *  speaks with it. Outside of this folder nothing of PJSIP is spelt in a public header. */
#pragma once

// PJSIP's headers are C with a few habits that our warnings do not like.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <pjlib-util.h>
#include <pjlib.h>
#include <pjsip.h>
#include <pjsip_ua.h>
#pragma GCC diagnostic pop

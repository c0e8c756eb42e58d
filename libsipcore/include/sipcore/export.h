// SPDX-License-Identifier: GPL-2.0-only
/** @file What the shared library shows to its modules. Everything is hidden unless it carries this mark, so that
 *  the private PJSIP inside never meets another copy in the process. */
#pragma once

/** Marks a class or a function that a module may call. */
#define SIPCORE_API __attribute__((visibility("default")))

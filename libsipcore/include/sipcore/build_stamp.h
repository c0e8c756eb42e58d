// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether library and module were built together: a hash of the public headers, compiler, flags and the host's
 *  build options. A module compares its own with the library's before it does anything else. */
#pragma once

#include "sipcore/export.h"

namespace sipcore {

/** The stamp that the library was built with: hex digits. @threads any */
SIPCORE_API const char* build_stamp();

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file The library's own stamp. */
#include "sipcore/build_stamp.h"

#include "sipcore/build_stamp_value.h"

namespace sipcore {

const char* build_stamp()
{
    return SIPCORE_BUILD_STAMP;
}

}  // namespace sipcore

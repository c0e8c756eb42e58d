// SPDX-License-Identifier: GPL-2.0-only
/** @file Access lists of one's own and named ones. */
#include "sipcore/config/access.h"

#include <algorithm>

namespace sipcore::config {

bool Access::allows(const IpAddress& ip) const noexcept
{
    return AccessList::allows(ip) && std::ranges::all_of(named, [&](const NamedAccessList& list) { return list.list->allows(ip); });
}

}  // namespace sipcore::config

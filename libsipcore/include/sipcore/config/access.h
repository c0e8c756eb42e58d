// SPDX-License-Identifier: GPL-2.0-only
/** @file Who may come in: rules of one's own, and named lists that the host keeps. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/shared.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** A list that the host keeps under a name (acl.conf), as it was when the configuration was read. */
struct NamedAccessList {
    std::string name;          ///< as the host knows it
    Shared<AccessList> list;   ///< its rules; one that the host does not know denies all

    /** Equal in both. */
    bool operator==(const NamedAccessList&) const = default;
};

/** Rules of one's own and named lists: each of them must allow. */
struct SIPCORE_API Access : AccessList {
    std::vector<NamedAccessList> named;  ///< in file order

    /** Whether an address may pass. @threads any */
    bool allows(const IpAddress& ip) const noexcept;
    /** Whether there is neither a rule nor a list. */
    bool empty() const noexcept { return rules.empty() && named.empty(); }

    /** Equal in all. */
    bool operator==(const Access&) const = default;
};

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file What a reload changes: from the configuration there is and the one that was read, what is new, what is other
 *  and what is gone. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** Names of objects of one kind, by what happens to them. */
struct Changes {
    std::vector<std::string> added;    ///< only in the new configuration
    std::vector<std::string> changed;  ///< in both, with another content
    std::vector<std::string> removed;  ///< only in the old configuration

    /** Whether nothing changes. */
    bool empty() const { return added.empty() && changed.empty() && removed.empty(); }
};

/** What a reload changes. */
struct Difference {
    bool global = false;  ///< whether the global part is other
    Changes transports;   ///< sockets
    Changes endpoints;    ///< endpoints, also those whose Aor or Auth changed
    Changes aors;         ///< addresses of record
    Changes auths;        ///< credentials
    Changes registrations;      ///< accounts elsewhere
    Changes mwi_subscriptions;  ///< mailboxes elsewhere
    Changes domains;            ///< domains that are ours
    Changes identifies;         ///< whose requests come from where
};

/**
 * Compares two configurations.
 * @param before  what is in force
 * @param after   what was read
 * @return what is new, other and gone, each in the order of the configuration that has it
 * @threads any; keeps nothing
 */
SIPCORE_API Difference difference(const Config& before, const Config& after);

}  // namespace sipcore::config

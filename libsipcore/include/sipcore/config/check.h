// SPDX-License-Identifier: GPL-2.0-only
/** @file Looking a configuration over without putting it in force: what the readers complain of, and what they pass over in
 *  silence although it is hardly meant. */
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sipcore/config/read.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** Something that was found. */
struct Finding {
    Weight weight;     ///< notice: worth knowing; warning: hardly meant; loss and error: something is left out, or all is
    Place place;       ///< where
    std::string kind;  ///< a word for programs: `unknown-option`, `bad-value`, `port-clash`, …
    std::string what;  ///< one sentence

    /** Equal in all. */
    bool operator==(const Finding&) const = default;
};

/** What was found, sorted by file and line. */
using Findings = std::vector<Finding>;

/**
 * Looks an old sip.conf over.
 * @param sections  of sip.conf
 * @param users     of users.conf; empty without one
 * @param host      what the host knows
 * @threads any
 */
SIPCORE_API Findings check_sip_conf(const Sections& sections, const Sections& users = {}, const Host& host = Host{});

/** Looks a modular file over. @param sections of it @param host what the host knows @threads any */
SIPCORE_API Findings check_modular(const Sections& sections, const Host& host = Host{});

/** Looks both over, as they are read together. @threads any */
SIPCORE_API Findings check_both(const Sections& old, const Sections& users, const Sections& modular, const Host& host = Host{});

/** How many findings of each weight there are. */
struct Tally {
    std::size_t errors = 0;    ///< what leaves something out, or keeps all from being put in force
    std::size_t warnings = 0;  ///< what is hardly meant
    std::size_t notices = 0;   ///< what is worth knowing
};
/** Counts findings. @threads any */
SIPCORE_API Tally tally_of(const Findings& findings);
/** Findings for people: a line `FILE:LINE: WEIGHT: SENTENCE [KIND]` each, and how many there are. @threads any */
SIPCORE_API std::string findings_text(const Findings& findings);
/** Findings for programs: one JSON object with `errors`, `warnings`, `notices` and a list `findings`. @threads any */
SIPCORE_API std::string findings_json(const Findings& findings);

}  // namespace sipcore::config

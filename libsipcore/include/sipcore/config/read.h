// SPDX-License-Identifier: GPL-2.0-only
/** @file From sections to the model: one function for each way of writing a configuration down. */
#pragma once

#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/config/section.h"
#include "sipcore/export.h"

namespace sipcore::config {

/** What reading gives: a configuration, and all that is to be said about it. */
struct Reading {
    Config config;                      ///< complete where no complaint is an error
    std::vector<Complaint> complaints;  ///< in file order

    /** Whether the configuration may be applied: no complaint is an error. */
    SIPCORE_API bool applicable() const;
};

/**
 * Reads an old sip.conf, with its leniency: unknown options are passed over, bad values keep the default.
 * @param sections  the sections of sip.conf, `[general]` among them
 * @return the model, and a complaint for each line that the option table complains about
 * @threads any; keeps nothing
 */
SIPCORE_API Reading read_sip_conf(const Sections& sections);

/**
 * Reads the modular file, in which every complaint is an error.
 * @param sections  sections with a line `type=` of global, transport, endpoint, aor or auth
 * @return the model, and the complaints: unknown types and options, bad values, names that lead nowhere
 * @threads any; keeps nothing
 */
SIPCORE_API Reading read_modular(const Sections& sections);

}  // namespace sipcore::config

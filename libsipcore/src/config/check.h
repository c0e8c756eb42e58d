// SPDX-License-Identifier: GPL-2.0-only
/** @file The parts of the check. */
#pragma once

#include "sipcore/config/check.h"

namespace sipcore::config {

/** What lines of sip.conf say that nobody reads, or that is hardly meant: names, words, lines that are said twice.
 *  @param sections of sip.conf @param[out] findings where they go */
void check_lines(const Sections& sections, Findings& findings);
/** What is found in a configuration that was read: secrets, peers that never match, ports that clash. */
void check_model(const Reading& reading, Findings& findings);
/** What was complained of while reading. */
void take_complaints(const Reading& reading, Findings& findings);
/** Sorts by place, and takes away what was found twice. */
void settle(Findings& findings);

}  // namespace sipcore::config

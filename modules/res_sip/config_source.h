// SPDX-License-Identifier: GPL-2.0-only
/** @file Configuration files through Asterisk's reader: includes, templates and comments are its work. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/config/read.h"
#include "sipcore/config/section.h"

namespace res_sip {

/** Reads files of Asterisk's configuration folder. */
class AsteriskConfig final : public sipcore::config::Source {
public:
    sipcore::Outcome<sipcore::config::Sections> read(const std::string& file) override;
};

/** What reading all files gives. */
struct Files {
    sipcore::config::Config config;  ///< what is to be put in force
    bool applicable = false;         ///< whether it may be
};

/** Reads sip.conf, or res_sip.conf where there is no sip.conf, and logs every complaint with its file and line. @threads the
 *  loader's, or the one that reloads */
Files read_files(sipcore::config::Source& source);

}  // namespace res_sip

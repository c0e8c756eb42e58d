// SPDX-License-Identifier: GPL-2.0-only
/** @file The option reference, printed from the tables. */
#pragma once

#include <string>

namespace sipcore::config {

/** All of docs/options.md. */
std::string options_text();

/** The last part of samples/res_sip.conf: each option of each type with its default, commented out. */
std::string options_sample();

/** The same for Asterisk's `config show help res_sip`: docs/xml/res_sip_config-en_US.xml. */
std::string options_xml();

}  // namespace sipcore::config

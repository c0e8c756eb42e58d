// SPDX-License-Identifier: GPL-2.0-only
/** @file What dialplans call by name: the driver's applications and functions, registered as long as their owner lives. */
#pragma once

#include "pbx/asterisk.h"

namespace chan_sip {

/** An application: what Asterisk calls with a channel and the text of its arguments. */
struct Application {
    const char* name;                          ///< as dialplans write it
    int (*execute)(ast_channel*, const char*); ///< always 0: the dialplan goes on
};

/** The applications on headers: SIPAddHeader, SIPRemoveHeader. @threads the loader's */
std::span<const Application> header_applications();
/** The applications on a call: SIPDtmfMode, SIPSendCustomINFO. @threads the loader's */
std::span<const Application> call_applications();
/** SIP_HEADER and SIP_HEADERS. @threads the loader's */
std::span<ast_custom_function> header_functions();
/** SIPPEER and CHECKSIPDOMAIN. @threads the loader's */
std::span<ast_custom_function> configuration_functions();

/** All of them. Asterisk looks up the texts of `chan_sip-en_US.xml` when they are registered. */
class DialplanNames {
public:
    /** Registers them, and the driver as the one who sends INFO for other modules. */
    DialplanNames();
    DialplanNames(const DialplanNames&) = delete;             ///< registered once
    DialplanNames& operator=(const DialplanNames&) = delete;  ///< registered once
    ~DialplanNames();
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // the rest is the core's
/** A row of a table of functions that can be read. */
inline ast_custom_function readable(const char* name, int (*read)(ast_channel*, const char*, char*, char*, size_t))
{
    return {.name = name, .read = read};
}
#pragma GCC diagnostic pop

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model back to text: as a modular file, and as a list of what holds and who said so. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/config/origins.h"
#include "sipcore/config/read.h"
#include "sipcore/export.h"

namespace sipcore::config {

/**
 * A configuration as a modular file: reading it gives the same configuration. Behind each line a comment says which line of
 * which file it comes from.
 * @param config   what is written
 * @param origins  which line said what
 * @param host     what it was read with
 * @threads any
 */
SIPCORE_API std::string modular_text(const Config& config, const Origins& origins, const Host& host = Host{});

/**
 * A configuration as a pjsip.conf for Asterisk's own chan_pjsip, as near as that comes. A comment names each line that cannot be
 * said there, and why; one that can be said in part only is named, too.
 * @param config   what is written
 * @param origins  which line said what
 * @threads any
 */
SIPCORE_API std::string text_for_pjsip(const Config& config, const Origins& origins);

/** An option as it is in force. */
struct Effective {
    std::string option;           ///< its name in the modular files
    std::string value;            ///< as it would be written there; empty when it is not said
    std::vector<Origin> said_by;  ///< the lines that said so; empty: by nobody, it is the default
};

/** An object with all its options. */
struct EffectiveObject {
    std::string type;                ///< `endpoint`, `aor`, …
    std::string name;                ///< its name
    std::vector<Effective> options;  ///< all of them, in the order of the tables
};

/**
 * What holds for an endpoint, and who said so: itself, its Aor, its Auths.
 * @param name  the endpoint's; empty: what holds for all, guests and sockets
 * @return nothing when there is no endpoint of that name
 * @threads any
 */
SIPCORE_API std::vector<EffectiveObject> effective(const Config& config, const Origins& origins, std::string_view name);

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show identify`: whose a request would be, and why. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/identify.h"

namespace res_sip {

/** Why an endpoint that is at the source's address does not take a request as its own: in words. */
std::string why_not(const sipcore::EndpointStatus& status, const sipcore::SupposedRequest& request);

/** An endpoint that does not take it. */
struct Unfit {
    std::string peer;  ///< its name
    std::string why;   ///< in words
};

/** Whose a request would be, for a reader. */
struct IdentifyAnswer {
    std::string source;     ///< where it would come from
    std::string transport;  ///< over what
    std::string user;       ///< user of its From; may be empty
    std::string called;     ///< what it calls; may be empty
    std::string peer;       ///< whose it is; empty: nobody's
    std::string way;        ///< how that was found
    bool guest = false;     ///< whether it is taken although it is nobody's
    bool listed = false;    ///< whether there is an access list
    bool allowed = true;    ///< whether that lets it in
    std::string proof;      ///< what must be proven
    std::string context;    ///< where its calls go; empty: nowhere
    std::vector<Unfit> others;   ///< who is there too, as far as they are listed
    std::size_t unlisted = 0;    ///< how many more there are
};

/**
 * What is answered.
 * @param request  what was asked
 * @param found    whose it would be
 * @param config   what is in force
 */
IdentifyAnswer identify_answer(const sipcore::SupposedRequest& request, const sipcore::Identification& found,
                               const sipcore::config::Config& config);
/** The whole answer in words. */
std::string identify_text(const IdentifyAnswer& answer);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What the 200 to a REGISTER says about bindings, in the order in which phones have always had it: Expires, Contact,
 *  Path, Date. @rfc{3261,10.3} */
#pragma once

#include <string>
#include <vector>

#include "registrar/decide.h"

namespace sipcore::registrar {

/** A header of a response. */
struct ResponseHeader {
    std::string name;   ///< its long name
    std::string value;  ///< its value, in one line

    /** Equal in both. */
    bool operator==(const ResponseHeader&) const = default;
};

/**
 * The headers that a 200 has beside the common ones.
 *
 * A contact that this request registered is answered with the lifetime that was granted, so that an answer to a
 * retransmission is the same; any other contact with what is left of its own.
 *
 * @param change   what was decided
 * @param request  the REGISTER
 * @param aor      whether Path is answered
 * @param now      the moment from which lifetimes count
 * @param wall     what the Date says
 * @return Expires with the longest lifetime, 0 when there is no contact; a Contact for each binding that is not at its
 *         end; the request's Path when it was taken; Date
 * @threads any
 * @rfc{3261,10.3} @rfc{3327,5.3}
 */
std::vector<ResponseHeader> response_headers(const BindingChange& change, const RegisterRequest& request,
                                             const config::Aor& aor, Clock::Instant now, Clock::WallTime wall);

/** A moment as the value of a Date header: `Sat, 13 Nov 2010 23:29:00 GMT`. @threads any @rfc{3261,20.17} */
std::string date_text(Clock::WallTime moment);

}  // namespace sipcore::registrar

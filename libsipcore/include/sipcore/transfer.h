// SPDX-License-Identifier: GPL-2.0-only
/** @file What transfers say: Refer-To, Replaces, the piece of a response by which their outcome is told. Read and written
 *  as text. Pure. @rfc{3515,2} @rfc{3891,3} */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/export.h"
#include "sipcore/result.h"

namespace sipcore {

/** Which dialog a new one takes the place of, named as the one who is to answer sees it. @rfc{3891,6.1} */
struct Replaces {
    std::string call_id;   ///< Call-ID
    std::string to_tag;    ///< tag of who answers the new INVITE; empty: not said
    std::string from_tag;  ///< the other tag; empty: not said

    /** Equal in all. */
    bool operator==(const Replaces&) const = default;
};

/** Where a REFER sends somebody. */
struct ReferTo {
    std::string user;                   ///< user part without its parameters, as written; may be empty
    std::string host;                   ///< host without port
    std::optional<Replaces> replaces;   ///< which dialog the new call takes the place of

    /** Equal in all. */
    bool operator==(const ReferTo&) const = default;
};

/** Reads the value of a Replaces header. @return nothing without a Call-ID @threads any */
SIPCORE_API std::optional<Replaces> parse_replaces(std::string_view value);
/** A Replaces header's value: `id;to-tag=a;from-tag=b`. @threads any */
SIPCORE_API std::string replaces_text(const Replaces& replaces);
/**
 * Reads the value of a Refer-To header.
 * @param value  as it stands in the message; empty without the header
 * @return Error{400} when it is missing or cannot be read, Error{603} when it is no SIP URI
 * @threads any
 */
SIPCORE_API Result<ReferTo> parse_refer_to(std::string_view value);
/** Who sent it, as `<sip:user@host>` without parameters; empty when a Referred-By says nothing that can be read.
 *  @threads any @rfc{3892,3} */
SIPCORE_API std::string referrer_of(std::string_view referred_by);
/** The status of the response of which a body is a piece. @return nothing when it is none @threads any @rfc{3420,2} */
SIPCORE_API std::optional<int> status_of_fragment(std::string_view body);

}  // namespace sipcore

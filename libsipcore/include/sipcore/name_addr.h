// SPDX-License-Identifier: GPL-2.0-only
/** @file Addresses as header values write them: a display name, a URI, parameters; and the parts of a SIP URI. Read from
 *  text, tolerant of what phones send. Pure. @rfc{3261,20.10} */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/export.h"

namespace sipcore {

/** `"name" <uri>;parameters`, or a bare URI with parameters. */
struct NameAddr {
    std::string name;         ///< display name, unquoted, its escapes undone
    std::string uri;          ///< what stands in the brackets, or all before the parameters
    std::string parameters;   ///< behind it, with their semicolon; as written
    bool bracketed = false;   ///< whether the URI stood in brackets

    /** Equal in all. */
    bool operator==(const NameAddr&) const = default;
};

/** The parts of a SIP or SIPS URI. @rfc{3261,19.1.1} */
struct SipUri {
    std::string scheme;      ///< `sip` or `sips`
    std::string user;        ///< as written, with what may follow a semicolon in it; without a password
    std::string host;        ///< IPv6 with its brackets
    std::string port;        ///< as written; empty without one
    std::string parameters;  ///< with their semicolon; as written
    std::string headers;     ///< behind the question mark; as written

    /** Equal in all. */
    bool operator==(const SipUri&) const = default;
};

/**
 * Reads the first address of a header's value.
 * @return nothing when a quote or a bracket is not closed, or there is no URI
 * @threads any
 */
SIPCORE_API std::optional<NameAddr> parse_name_addr(std::string_view value);
/** Reads a URI. @return nothing when it is neither `sip:` nor `sips:`, or has no host @threads any */
SIPCORE_API std::optional<SipUri> parse_sip_uri(std::string_view text);
/**
 * The value of a parameter, without quotes; names are compared without letter case.
 * @param parameters  `;one=1;two="2"`
 * @return nothing without the parameter; empty text when it has no value
 * @threads any
 */
SIPCORE_API std::optional<std::string> parameter_of(std::string_view parameters, std::string_view name);
/** Text with its %-escapes undone; a broken one stays. @threads any @rfc{3261,19.1.2} */
SIPCORE_API std::string unescape_uri(std::string_view text);
/** Text in quotes, with what would end them escaped and control characters left out. @threads any @rfc{3261,25.1} */
SIPCORE_API std::string quoted(std::string_view text);
/** A user part, with what may not stand there escaped. @threads any @rfc{3261,19.1.2} */
SIPCORE_API std::string escape_uri_user(std::string_view user);

}  // namespace sipcore

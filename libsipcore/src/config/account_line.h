// SPDX-License-Identifier: GPL-2.0-only
/** @file The lines `register =>` and `mwi =>`: an account at somebody else's server in one line. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/option.h"
#include "sipcore/config/model.h"

namespace sipcore::config {

/** What a line gives: the object, unless it is too broken, and what is to be said about it. */
template <class T>
struct AccountLine {
    std::optional<T> object;  ///< nothing: the line is dropped
    std::string problem;      ///< empty: nothing is wrong
};

/**
 * Splits at a separator as these lines do: separators in double quotes, round or square brackets and behind a backslash do
 * not count.
 * @param text       what is split
 * @param separator  where
 * @param parts      how many parts there are at most; the last one keeps further separators
 * @return at least one part, as they are
 */
std::vector<std::string_view> split_outside_quotes(std::string_view text, char separator, std::size_t parts);

/**
 * Reads the value of `register`: an endpoint and a transport where they are written, then an account, a server, an extension
 * and a lifetime, as docs/spec/sip-conf-semantics.md, section 6, takes them apart; 255 characters count.
 * @param text        the value of the line
 * @param expiration  lifetime when none is written
 * @return the registration without a name, or why there is none
 */
AccountLine<OutboundRegistration> parse_registration(std::string_view text, seconds expiration);

/**
 * Reads the value of `mwi`: an account, a server and a mailbox, section 7 there.
 * @param text  the value of the line
 * @return the subscription without a name, or why there is none
 */
AccountLine<MwiSubscription> parse_mwi(std::string_view text);

/**
 * Reads the value of `outboundproxy`: `[transport://]host[:port][,force]`, section 10 there.
 * @param value  the value of the line; what is wrong with it is said there
 * @return the next hop; nothing when the line is passed over
 */
std::optional<OutboundProxy> parse_proxy(Value& value);

/**
 * Reads the value of `auth`: `user:secret@realm` or `user#md5@realm`, section 5 there.
 * @param value  the value of the line; what is wrong with it is said there
 * @return the account without a name; nothing when the line is passed over
 */
std::optional<Auth> parse_realm_auth(Value& value);

}  // namespace sipcore::config

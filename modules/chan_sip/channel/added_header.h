// SPDX-License-Identifier: GPL-2.0-only
/** @file A header as a dialplan's variable writes it. Pure. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/session.h"

namespace chan_sip {

/**
 * Reads `Name: value`; one quote on each end and blanks around the colon do not count.
 * @return the header; nothing without a colon or a name, or when it would break the message it is put into
 * @threads any
 */
std::optional<sipcore::Header> read_added_header(std::string_view text);

/** The user and host of the first URI in a Contact header, decoded. */
struct RedirectTarget {
    std::string user;  ///< user part; empty without one
    std::string host;  ///< host without port
    std::string host_and_port{};     ///< as written
    std::string transport = "UDP";   ///< of the URI's parameter, in capitals

    /** Equal in both. */
    bool operator==(const RedirectTarget&) const = default;
};

/** Where the Contact of a redirection sends a call; nothing when it names no SIP URI. @threads any @rfc{3261,8.1.3.4} */
std::optional<RedirectTarget> read_redirect(std::string_view contact);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What stands behind `SIP/` in Dial: who is called, and how. Pure. */
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace chan_sip {

/** The parts of a dial string: user fields before the at sign, host behind it, extension and proxy behind slashes, parties of
 *  To and From behind exclamation marks. */
struct DialString {
    std::string user{};         ///< who at the host: before `@`, otherwise behind `/`; empty: the host itself
    std::string secret{};       ///< answers a challenge; empty: not given
    std::string md5_secret{};   ///< the same as a hash
    std::string auth_name{};    ///< the user of that answer
    std::string transport{};    ///< udp, tcp or tls as written; empty: not given
    std::string host{};         ///< an endpoint's name, or a host with or without a port
    std::string proxy{};        ///< where the INVITE is sent instead
    std::string to_user{};      ///< user of To
    std::string to_domain{};    ///< host of To
    std::string from_user{};    ///< user of From
    std::string from_domain{};  ///< host of From
    std::string unused_extension{};  ///< behind `/` when a user was given as well; the user wins

    /** Equal in all. */
    bool operator==(const DialString&) const = default;
};

/**
 * Takes a dial string apart.
 * @param text  what stands behind `SIP/`
 * @return the parts; the Q.850 cause when there is nothing to call: 6 for an empty text, 27 when nothing stands before `!`
 * @threads any
 */
std::expected<DialString, int> parse_dial_string(std::string_view text);

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file An attempt to prove who one is, and what is told of it: the answer, the log line that fail2ban reads, the security
 *  event. The words are those of the old driver, since filters and monitors are made for them. Pure: values in, values out. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"
#include "sipcore/security.h"

namespace sipcore::stack {

/** How an attempt ended. */
enum class Ending : std::uint8_t {
    let_in,          ///< it is who it says it is
    challenged,      ///< it was asked for credentials
    wrong_password,  ///< its credentials are wrong
    wrong_name,      ///< its credentials are for another name
    unknown,         ///< there is no such endpoint
    foreign_domain,  ///< it wants to register at a domain that is not ours
    not_dynamic,     ///< its endpoint is not one that registers
    denied,          ///< its address is not one from which the endpoint's messages may come
    bad_transport,   ///< the endpoint may not register over what the request came over
};

/** An attempt: what was sent, as it was sent, and how it ended. */
struct Attempt {
    Ending ending = Ending::let_in;  ///< how it ended
    std::string method;              ///< of the request
    std::string from;                ///< value of From
    std::string from_uri;            ///< its URI
    std::string to;                  ///< value of To
    std::string account;             ///< user that REGISTER is for; of others, user of the Request-URI
    std::string call_id;             ///< Call-ID
    SocketAddress source;            ///< where it came from
    SocketAddress local;             ///< our address that it came to
    config::Protocol protocol = config::Protocol::udp;  ///< what it came over
    std::string nonce;               ///< nonce of our challenge
    std::string received_nonce;      ///< nonce of its credentials
    std::string received_response;   ///< response of its credentials
    std::string received_name;       ///< user of its credentials
    std::string expected_name;       ///< user that they should have been for
    bool using_password = false;     ///< whether it was let in by a password
    std::string list = "(BASELINE)"; ///< access list that refused it, as the host calls it
    std::string endpoint;            ///< name of the endpoint that it is for; empty: nobody knows it
};

/**
 * The final answer to an attempt that failed.
 * @param method         REGISTER, for which old phones tell apart what is wrong, or another
 * @param ending         how it ended; one that did not fail is answered as a wrong password
 * @param all_alike      whether all that fail are answered alike (`alwaysauthreject`)
 */
Error refusal_of(std::string_view method, Ending ending, bool all_alike);

/** The line of the log, a notice; nothing for what did not fail. What a peer sent cannot end it or stand for its end. */
std::optional<std::string> log_text(const Attempt& attempt);

/** The cause that PeerStatus gives for a refused registration of an endpoint that there is; empty without one.
 *  @param all_alike  as for refusal_of @option{authfailureevents} */
std::string_view rejection_cause(const Attempt& attempt, bool all_alike);

/** The security event: REGISTER and INVITE have one. Texts as they were sent. */
std::optional<SecurityEvent> event_of(const Attempt& attempt);

/** The same event with its texts made fit to stand between double quotes. */
SecurityEvent made_fit(SecurityEvent event);

}  // namespace sipcore::stack

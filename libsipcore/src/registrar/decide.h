// SPDX-License-Identifier: GPL-2.0-only
/** @file What a REGISTER changes: from the bindings there are and the contacts asked for, the bindings there will be.
 *  Pure: no clock, no store, no message. @rfc{3261,10.3} */
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/location.h"
#include "sipcore/result.h"

namespace sipcore::registrar {

/** Longest contact URI that is kept, in octets. */
inline constexpr std::size_t longest_contact = 1024;
/** Most values of Path that are kept, each as long as a contact at most. */
inline constexpr std::size_t most_path_values = 8;
/** Most octets of User-Agent and Call-ID that are kept. */
inline constexpr std::size_t longest_note = 256;
/** How long after a REGISTER the order of CSeq numbers is minded: afterwards nothing of that time is still on its way, and
 *  a phone that began anew with its old Call-ID must not be kept out. @rfc{3261,17.2.2} */
inline constexpr std::chrono::seconds order_minded{32};

/** A contact as a REGISTER names it. */
struct AskedContact {
    bool star = false;                ///< `*`
    std::string uri;                  ///< URI verbatim, without `<>`
    std::string user;                 ///< its user part, decoded
    std::string host;                 ///< its host
    std::uint16_t port = 0;           ///< its port; 0: none written
    std::optional<config::Protocol> protocol;  ///< its `transport=`, where the endpoint may use that
    std::optional<long> expires;      ///< its `expires` parameter in seconds
};

/** A REGISTER as far as bindings go. */
struct RegisterRequest {
    std::vector<AskedContact> contacts;  ///< in order
    std::optional<long> expires;         ///< Expires header in seconds
    SocketAddress source;                ///< where it came from
    config::Protocol protocol = config::Protocol::udp;  ///< what it came over
    bool via_rport = false;              ///< whether its Via asked for rport. @rfc{3581,3}
    bool route_to_source = false;        ///< whether the endpoint's messages go to the source whatever it says
    std::string user_agent;              ///< User-Agent
    std::string call_id;                 ///< Call-ID
    long cseq = 0;                       ///< CSeq number
    std::vector<std::string> path;       ///< Path values
};

/** What there will be. */
struct BindingChange {
    std::vector<Binding> bindings;  ///< all that there will be
    bool removed = false;           ///< whether one that was there is gone
    bool added = false;             ///< whether one is new or renewed
    bool query = false;             ///< whether nothing was asked to change
};

/**
 * Lifetime that is granted to a contact.
 * @param header     Expires in seconds; a negative one counts as none
 * @param parameter  the contact's own `expires` in seconds, which goes before the header's; a negative one counts as none
 * @param aor        its default, and the bounds to which short and long ones are drawn
 * @return 0 for a removal
 * @threads any
 * @rfc{3261,10.3} @option{minexpiry} @option{maxexpiry} @option{defaultexpiry}
 */
std::chrono::seconds granted_expiry(std::optional<long> header, std::optional<long> parameter, const config::Aor& aor);

/** Whether a contact's host is a name that must be looked up before it can be bound. @threads any */
bool wants_address(const AskedContact& contact, const RegisterRequest& request);

/**
 * Works out what an authenticated REGISTER changes.
 *
 * All contacts are taken or none: a single bad one refuses the request. With one binding at most (the usual case) the
 * first contact takes the place of the binding there is, further ones are passed by, and a removal takes away the one
 * binding whichever contact it names. With more, contacts are told apart by their URIs, and where there is no room those
 * that end first go.
 *
 * A request without contacts asks what there is. One that was seen before (same Call-ID, CSeq and wishes) changes nothing,
 * and gets the answer of the first time.
 *
 * A contact lies where its REGISTER came from when the endpoint is treated so, when Via asked for rport, or when it came
 * over a WebSocket; it is then reached over what the REGISTER came over. Otherwise it lies where its URI says, over what
 * its URI says.
 *
 * @param current  the bindings now
 * @param request  what is asked; host names in contacts already resolved into numeric hosts, or routed to the source
 * @param aor      lifetimes and how many bindings there may be
 * @param now      the moment from which lifetimes count
 * @return the bindings there will be, longest-lived first; Error{400} for `*` beside another contact or with a lifetime,
 *         for a contact without a usable URI or address, for too long or too many Path values; Error{403} where the
 *         contact's address may not be used, nothing may be registered, or more contacts are asked for than may be;
 *         Error{500} for a CSeq that is lower than the one of the same Call-ID
 * @threads any; keeps nothing
 * @rfc{3261,10.3}
 */
Result<BindingChange> decide(const std::vector<Binding>& current, const RegisterRequest& request, const config::Aor& aor,
                             Clock::Instant now);

}  // namespace sipcore::registrar

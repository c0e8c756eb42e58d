// SPDX-License-Identifier: GPL-2.0-only
/** @file Who an incoming call is from, out of what the INVITE says and what the configuration does. Pure. */
#pragma once

#include <vector>

#include "sipcore/config/model.h"
#include "sipcore/identity.h"
#include "sipcore/session.h"

namespace chan_sip {

/**
 * The caller of an INVITE: what identity headers say, where they are believed; otherwise what the configuration does;
 * otherwise what From does. Numbers end at a semicolon.
 * @param from      as From says
 * @param headers   of the INVITE
 * @param settings  options of who calls
 * @threads any
 * @option{trustrpid} @option{callerid} @option{callingpres}
 */
sipcore::Identity identity_of_caller(const sipcore::Party& from, const std::vector<sipcore::Header>& headers,
                            const sipcore::config::Endpoint& settings);

/** Who From names for a party that calls: nobody where it must not be shown, unless the endpoint's options name somebody.
 *  @threads any @option{fromuser} @rfc{3323,4.1} */
sipcore::Party shown_party(const sipcore::Identity& who, const sipcore::config::Endpoint& settings);

/** Whether two identities are the same to a person: name (letter case apart), number and presentation. @threads any */
bool same_party(const sipcore::Identity& one, const sipcore::Identity& other);

/** How identities are written to an endpoint. @param host of their URIs @param calling whether ours is the party that called
 *  @threads any @option{sendrpid} @option{trust_id_outbound} */
sipcore::IdentityStyle identity_style(const sipcore::config::Endpoint& settings, std::string host, bool calling);

/**
 * Whether the other side takes a method.
 * @param allow     its Allow header; nothing without one
 * @param contact   its Contact, whose `methods` count without Allow
 * @param settings  options of who it is
 * @param method    in capitals
 * @return true too when it says nothing at all
 * @threads any
 * @option{disallowed_methods}
 */
bool takes_method(const std::optional<std::string>& allow, std::string_view contact,
                  const sipcore::config::Endpoint& settings, std::string_view method);

}  // namespace chan_sip

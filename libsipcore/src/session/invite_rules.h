// SPDX-License-Identifier: GPL-2.0-only
/** @file What an INVITE is, before there is a call for it: whether it can be one of ours, where it comes from, what it wants of us.
 *  Called where PJSIP calls. */
#pragma once

#include <string>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/config/endpoint.h"
#include "sipcore/header.h"
#include "sipcore/result.h"
#include "stack/feature.h"

namespace sipcore::session {

/** What of a Require header we do not do; empty when all is done. @rfc{3261,8.2.2.3} */
std::string unsupported_of(const pjsip_rx_data* rdata);
/** Whether a URI names somebody: sip, sips or tel. @rfc{3261,8.2.2.1} */
bool is_known(const pjsip_uri* uri);
/** A parameter of a tel URI, or of the user part of a SIP URI that is a number; empty without one. @rfc{3966,5.1.5} */
std::string phone_context(const pjsip_uri* uri);
/** Whether a Request-URI can be called: a tel URI's number must be global, or say where it counts. @rfc{3966,5.1.4} */
bool is_callable(const pjsip_uri* uri);
/** Whether a request came from another address than its Via says. @rfc{3261,18.2.1} */
bool is_behind_nat(const stack::IncomingRequest& request);
/** Whether an INVITE of ours came back to where it set out: its dialog is ours, and it asks for the same. @rfc{3261,8.2.2.2} */
bool is_our_own(pjsip_rx_data* rdata);
/** Whether provisional responses to an INVITE are to be reliable; Error{420} or Error{421} where both sides do not fit.
 *  @rfc{3262,3} @option{prack} */
Result<bool> reliability_of(const std::vector<Header>& headers, const config::Endpoint& settings);

}  // namespace sipcore::session

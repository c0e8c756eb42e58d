// SPDX-License-Identifier: GPL-2.0-only
/** @file A REGISTER as it lies in PJSIP's message, taken out as values. */
#pragma once

#include "pj/pjsip.h"
#include "registrar/decide.h"
#include "stack/feature.h"

namespace sipcore::registrar {

/** The address of record that a REGISTER is for: the user of To, or its host without one. @rfc{3261,10.2} */
std::string address_of_record(const pjsip_rx_data& rdata);

/**
 * Reads a REGISTER.
 * @param request  the message, its source, and the endpoint that it proved to be
 * @return its contacts verbatim; Error{400} for a contact that is no SIP URI
 * @threads the strand; keeps nothing of the message
 */
Result<RegisterRequest> parse(const stack::IncomingRequest& request);

}  // namespace sipcore::registrar

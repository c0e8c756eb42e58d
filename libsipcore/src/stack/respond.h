// SPDX-License-Identifier: GPL-2.0-only
/** @file Answers that no dialog stands behind; but for `respond_once` no transaction either, and no memory after they are sent.
 *  @rfc{3261,8.2.7} */
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pj/pjsip.h"

namespace sipcore::stack {

/** Headers to be added: name and value. */
using ExtraHeaders = std::vector<std::pair<std::string_view, std::string>>;

/**
 * Answers a request at once and forgets it.
 * @param endpoint  PJSIP's endpoint
 * @param rdata     the request
 * @param status    200 to 699
 * @param reason    phrase; empty: the usual one
 * @param extra     headers to be added
 * @threads a worker
 */
void respond(pjsip_endpoint* endpoint, pjsip_rx_data* rdata, int status, std::string_view reason,
             const ExtraHeaders& extra = {});

/**
 * Answers a request, and the same to its repetitions, which nobody sees again. For what has an effect: its sender is known, or the
 * configuration lets everybody do it. @rfc{3261,17.2.2}
 * @threads a worker
 */
void respond_once(pjsip_endpoint* endpoint, pjsip_rx_data* rdata, int status, std::string_view reason);

/** Adds a header to a message. */
void add_header(pjsip_tx_data* tdata, std::string_view name, std::string_view value);

}  // namespace sipcore::stack

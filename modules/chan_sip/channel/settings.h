// SPDX-License-Identifier: GPL-2.0-only
/** @file How a call is to be treated, and what its parties are called: decided from the configuration. Pure. */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"
#include "sipcore/session.h"

namespace chan_sip {

/** The options of an endpoint, or those of a guest when there is none; never null. @threads any */
std::shared_ptr<const sipcore::config::Endpoint> settings_of(
    const std::shared_ptr<const sipcore::config::Endpoint>& endpoint, const sipcore::config::Config& config);

/** The user that an endpoint is asked for: the configured one, or that of what it registered; may be empty. @threads any */
std::string user_of(const sipcore::EndpointStatus& status);

/** A host and its port, 0 when none is written; IPv6 with or without brackets. @threads any */
std::pair<std::string, std::uint16_t> split_host(const std::string& text);

/** A URI without its parameters, as the variable SIPURI has it. @threads any */
std::string without_parameters(std::string_view uri);

}  // namespace chan_sip

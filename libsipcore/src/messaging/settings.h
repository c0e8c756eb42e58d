// SPDX-License-Identifier: GPL-2.0-only
/** @file What of the configuration messages act on. */
#pragma once

#include <string>
#include <string_view>

#include "sipcore/config/model.h"

namespace sipcore::messaging {

/** What holds for all. */
struct Settings {
    bool accepted = true;     ///< @option{accept_outofcall_message} whether messages outside of calls are taken
    bool needs_proof = true;  ///< @option{auth_message_requests} whether their senders must prove themselves
};
/** Those of a configuration. */
Settings settings_of(const config::Config& config);

/** Where the destination of a message is looked up. @param endpoint who sent it; null: a guest @param host of the Request-URI
 *  @param proved whether the endpoint's own context may be used */
std::string context_of(const config::Config& config, const config::Endpoint* endpoint, std::string_view host, bool proved);

}  // namespace sipcore::messaging

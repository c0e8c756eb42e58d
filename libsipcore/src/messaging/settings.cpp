// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model to what messages act on. */
#include "messaging/settings.h"

#include <algorithm>

namespace sipcore::messaging {

Settings settings_of(const config::Config& config)
{
    return {config.global.accept_message_requests, config.global.auth_message_requests};
}

std::string context_of(const config::Config& config, const config::Endpoint* endpoint, std::string_view host, bool proved)
{
    if (endpoint && !endpoint->message_context.empty())
        return endpoint->message_context;
    if (!endpoint && !config.guest.message_context.empty())
        return config.guest.message_context;
    auto domain = std::ranges::find(config.domains, host, &config::Domain::name);
    if (domain != config.domains.end() && !domain->context.empty())
        return domain->context;
    return endpoint && proved ? endpoint->context : config.global.context;
}

}  // namespace sipcore::messaging

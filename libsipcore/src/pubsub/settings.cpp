// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model to what subscriptions act on. */
#include "pubsub/settings.h"

#include <algorithm>

namespace sipcore::pubsub {

Settings settings_of(const config::Config& config)
{
    Settings settings;
    settings.guest_context = config.global.context;
    settings.anybody_may = settings.guests_may ||
                           std::ranges::any_of(config.endpoints, [](const auto& each) { return each.allow_subscribe; });
    return settings;
}

std::string incoming_mailbox(const config::Endpoint&)
{
    return {};
}

MailboxSettings mailboxes_of(const config::Config&, const config::Endpoint&, const config::Aor* aor)
{
    MailboxSettings settings;
    if (!aor)
        return settings;
    for (const auto& mailbox : aor->mailboxes)
        settings.mailboxes.push_back(mailbox.find('@') == std::string::npos ? mailbox + "@default" : mailbox);
    return settings;
}

std::string hint_context(const config::Config& config, const config::Endpoint* endpoint, std::string_view host)
{
    if (endpoint && !endpoint->subscribe_context.empty())
        return endpoint->subscribe_context;
    auto domain = std::ranges::find(config.domains, host, &config::Domain::name);
    if (domain != config.domains.end() && !domain->context.empty())
        return domain->context;
    return endpoint ? endpoint->context : settings_of(config).guest_context;
}

}  // namespace sipcore::pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file From the model to what subscriptions act on. */
#include "pubsub/settings.h"

#include <algorithm>

namespace sipcore::pubsub {

Settings settings_of(const config::Config& config)
{
    Settings settings;
    const auto& global = config.global;
    settings.lifetimes = {global.default_expiration, global.sub_maximum_expiration, global.sub_minimum_expiration};
    settings.ringing = global.notify_ringing;
    settings.callerid = global.notify_callerid;
    settings.tags = global.pedantic;
    settings.summary_type = global.notify_mime_type;
    settings.remote_lifetime = global.mwi_expiration;
    settings.guests_may = config.guest.allow_subscribe;
    settings.guest_context = config.guest.subscribe_context.empty() ? global.context : config.guest.subscribe_context;
    settings.anybody_may = settings.guests_may ||
                           std::ranges::any_of(config.endpoints, [](const auto& each) { return each.allow_subscribe; });
    return settings;
}

std::string incoming_mailbox(const config::Endpoint& endpoint)
{
    return endpoint.incoming_mwi_mailbox;
}

MailboxSettings mailboxes_of(const config::Config& config, const config::Endpoint& endpoint, const config::Aor* aor)
{
    MailboxSettings settings;
    if (!aor || aor->mailboxes.empty())
        return settings;
    settings.only_subscribed = endpoint.subscribe_mwi;
    settings.account = endpoint.voicemail_extension;
    settings.from_user = endpoint.mwi_from_user.empty() ? config.global.mwi_from_user : endpoint.mwi_from_user;
    settings.urgent_counts = !endpoint.buggy_mwi;
    for (const auto& mailbox : aor->mailboxes)
        settings.mailboxes.push_back(mailbox.find('@') == std::string::npos ? mailbox + "@default" : mailbox);
    return settings;
}

std::string hint_context(const config::Config& config, const config::Endpoint* endpoint, std::string_view host)
{
    if (endpoint && !endpoint->subscribe_context.empty())
        return endpoint->subscribe_context;
    if (!endpoint && !config.guest.subscribe_context.empty())
        return config.guest.subscribe_context;
    auto domain = std::ranges::find(config.domains, host, &config::Domain::name);
    if (domain != config.domains.end() && !domain->context.empty())
        return domain->context;
    return endpoint ? endpoint->context : settings_of(config).guest_context;
}

}  // namespace sipcore::pubsub

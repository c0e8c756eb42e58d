// SPDX-License-Identifier: GPL-2.0-only
/** @file Looking hosts up among Domains. */
#include "stack/domains.h"

#include <algorithm>

#include "sipcore/letter_case.h"

namespace sipcore::stack {

namespace {

/** Whether two host names are the same. */
bool same_host(std::string_view one, std::string_view other)
{
    auto bare = [](std::string_view host) {
        return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
    };
    return same_name(bare(one), bare(other));
}

}  // namespace

const config::Domain* domain_of(const config::Config& config, std::string_view host)
{
    auto at = std::ranges::find_if(config.domains, [host](const auto& domain) { return same_host(domain.name, host); });
    return at == config.domains.end() ? nullptr : &*at;
}

bool takes_registrations(const config::Config& config, std::string_view host)
{
    return config.domains.empty() || domain_of(config, host);
}

bool takes_calls(const config::Config& config, std::string_view host)
{
    return config.global.allow_external_domains || config.domains.empty() || domain_of(config, host);
}

const std::string& realm_for(const config::Config& config, std::string_view from_host, std::string_view to_host)
{
    if (!config.global.domains_as_realm)
        return config.global.realm;
    const auto* domain = domain_of(config, from_host);
    if (!domain)
        domain = domain_of(config, to_host);
    return domain ? domain->name : config.global.realm;
}

}  // namespace sipcore::stack

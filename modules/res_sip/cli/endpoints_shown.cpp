// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking the stack for its endpoints. */
#include "cli/endpoints_shown.h"

#include "service.h"

namespace res_sip {

std::vector<sipcore::EndpointStatus> all_endpoints()
{
    return service() && service()->stack() ? service()->stack()->endpoints().snapshot() : std::vector<sipcore::EndpointStatus>{};
}

std::optional<sipcore::EndpointStatus> find_endpoint(const std::string& name)
{
    return service() && service()->stack() ? service()->stack()->endpoints().find(name) : std::nullopt;
}

OfDatabase of_database()
{
    auto names = service() ? service()->devices().names() : std::vector<std::string>{};
    return {RealtimeDevices::is_configured(), {names.begin(), names.end()}};
}

}  // namespace res_sip

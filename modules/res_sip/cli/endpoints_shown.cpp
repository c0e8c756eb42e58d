// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking the stack for its endpoints. */
#include "cli/endpoints_shown.h"

#include "service.h"
#include "sipcore/device_source.h"

namespace res_sip {

std::vector<sipcore::EndpointStatus> all_endpoints()
{
    return service() && service()->stack() ? service()->stack()->endpoints().snapshot() : std::vector<sipcore::EndpointStatus>{};
}

std::optional<sipcore::EndpointStatus> find_endpoint(const std::string& name)
{
    return service() && service()->stack() ? service()->stack()->endpoints().find(name) : std::nullopt;
}

std::optional<sipcore::EndpointStatus> fetch_endpoint(const std::string& name)
{
    if (service() && service()->stack())
        sipcore::fetch_device(*service()->stack(), name);
    return find_endpoint(name);
}

std::optional<sipcore::EndpointStatus> read_endpoint(const std::string& name)
{
    if (service() && service()->stack())
        sipcore::read_device(*service()->stack(), name);
    return find_endpoint(name);
}

OfDatabase of_database()
{
    auto names = service() ? service()->devices().names() : std::vector<std::string>{};
    return {RealtimeDevices::is_configured(), {names.begin(), names.end()}};
}

std::optional<bool> has_row(const std::string& name)
{
    auto database = of_database();
    return database.is_configured ? std::optional{database.names.contains(name)} : std::nullopt;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What the configuration says about a call. */
#include "channel/settings.h"

#include <charconv>

#include "sipcore/address.h"

namespace chan_sip {

std::shared_ptr<const sipcore::config::Endpoint> settings_of(
    const std::shared_ptr<const sipcore::config::Endpoint>& endpoint, const sipcore::config::Config& config)
{
    if (endpoint)
        return endpoint;
    auto guest = std::make_shared<sipcore::config::Endpoint>();
    guest->context = config.global.context;
    guest->language = config.global.language;
    return guest;
}

std::string user_of(const sipcore::EndpointStatus& status)
{
    if (status.endpoint && !status.endpoint->default_user.empty())
        return status.endpoint->default_user;
    return status.binding ? status.binding->username : std::string{};
}

std::pair<std::string, std::uint16_t> split_host(const std::string& text)
{
    if (auto address = sipcore::SocketAddress::parse(text, 0))
        return {address->ip().text(), address->port()};
    auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return {text, 0};
    std::uint16_t port = 0;
    auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size())
        return {text, 0};
    return {text.substr(0, colon), port};
}

std::string without_parameters(std::string_view uri)
{
    auto at = uri.find('@');
    return std::string{uri.substr(0, uri.find_first_of(";?", at == std::string_view::npos ? 0 : at))};
}

}  // namespace chan_sip

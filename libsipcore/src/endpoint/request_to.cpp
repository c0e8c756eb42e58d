// SPDX-License-Identifier: GPL-2.0-only
/** @file What requests to an endpoint have in common. */
#include "endpoint/request_to.h"

#include <algorithm>
#include <format>

#include "base/random.h"
#include "endpoint/destination.h"
#include "stack/locate.h"

namespace sipcore::endpoint {

using stack::Core;
using stack::escape_user;
using stack::make_call_id;
using stack::OutgoingRequest;
using stack::uri_host;

std::string display_text(std::string_view name)
{
    if (name.empty())
        return {};
    std::string text = "\"";
    for (char c : name) {
        if (c == '"' || c == '\\')
            text += '\\';
        if (static_cast<unsigned char>(c) >= 0x20)
            text += c;
    }
    return text + "\" ";
}

std::string host_towards(Core& core, const EndpointStatus& status)
{
    if (status.endpoint && !status.endpoint->from_domain.empty())
        return uri_host(status.endpoint->from_domain);
    auto to = destination_of(core, status);
    auto local = core.local_address_to(to.address, to.protocol);
    return local.port() == 5060 ? local.ip().uri_host() : std::format("{}:{}", local.ip().uri_host(), local.port());
}

OutgoingRequest request_to(Core& core, const EndpointStatus& status, std::string method, const Sender& sender)
{
    auto config = core.config();
    const auto* endpoint = status.endpoint.get();
    auto user = endpoint && !endpoint->from_user.empty() ? endpoint->from_user
                : !sender.user.empty()                   ? sender.user
                                                         : config->global.default_from_user;
    auto to = destination_of(core, status);
    auto local = core.local_address_to(to.address, to.protocol);
    OutgoingRequest request;
    request.method = std::move(method);
    request.remote = to.address;
    request.others = to.others;
    request.host = to.host;
    request.protocol = to.protocol;
    if (status.binding)
        request.routes = status.binding->path;
    auto port = status.address.port() == 5060 ? std::string{} : std::format(":{}", status.address.port());
    request.target = status.binding && !status.binding->contact.empty()
                         ? status.binding->contact
                         : std::format("sip:{}{}", status.address.ip().uri_host(), port);
    request.from = std::format("{}<sip:{}@{}>", display_text(sender.name), escape_user(user), host_towards(core, status));
    request.from_tag = random_text(10);
    request.to = std::format("<{}>", request.target.substr(0, request.target.find(';')));
    request.call_id = make_call_id(local.ip());
    request.cseq = 102;
    request.contact = std::format("<{}>", stack::as_secure_as(core.contact_uri(escape_user(user), to.address, to.protocol), request.target));
    if (endpoint)
        request.max_forwards = endpoint->max_forwards;
    return request;
}

std::vector<config::Auth> realm_auths_of(const config::Config& config, const config::Endpoint* endpoint)
{
    std::vector<config::Auth> all;
    auto add = [&](const std::string& name) {
        auto at = std::ranges::find(config.auths, name, &config::Auth::name);
        if (at != config.auths.end())
            all.push_back(*at);
    };
    if (endpoint)
        std::ranges::for_each(endpoint->realm_auths, add);
    std::ranges::for_each(config.global.realm_auths, add);
    return all;
}

std::vector<config::Auth> credentials_for(Core& core, const config::Endpoint* endpoint)
{
    auto config = core.config();
    auto all = realm_auths_of(*config, endpoint);
    if (!endpoint)
        return all;
    for (const auto& name : {endpoint->outbound_auth, endpoint->auth}) {
        auto at = std::ranges::find(config->auths, name, &config::Auth::name);
        if (name.empty() || at == config->auths.end())
            continue;
        all.push_back(*at);
        all.back().realm.clear();
    }
    return all;
}

}  // namespace sipcore::endpoint

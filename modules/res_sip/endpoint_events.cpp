// SPDX-License-Identifier: GPL-2.0-only
/** @file Endpoint states and events in the old driver's words. */
#include "endpoint_events.h"

#include <set>

#include "pbx/ao2.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

EndpointEvents::~EndpointEvents()
{
    for (auto& [name, known] : endpoints_)
        ast_endpoint_shutdown(known.endpoint);
}

void EndpointEvents::keep(const std::vector<std::string>& names)
{
    std::set<std::string> wanted{names.begin(), names.end()};
    std::vector<ast_endpoint*> gone;
    {
        std::lock_guard lock{mutex_};
        std::erase_if(endpoints_, [&](auto& item) {
            if (wanted.contains(item.first))
                return false;
            gone.push_back(item.second.endpoint);
            return true;
        });
        for (const auto& name : wanted) {
            if (endpoints_.contains(name))
                continue;
            if (auto* made = ast_endpoint_create("SIP", name.c_str()))
                endpoints_.emplace(name, Known{made});
        }
    }
    for (auto* endpoint : gone)
        ast_endpoint_shutdown(endpoint);
}

void EndpointEvents::ensure(const std::string& name)
{
    std::lock_guard lock{mutex_};
    if (endpoints_.contains(name))
        return;
    if (auto* made = ast_endpoint_create("SIP", name.c_str()))
        endpoints_.emplace(name, Known{made});
}

void EndpointEvents::forget(const std::string& name)
{
    ast_endpoint* gone = nullptr;
    {
        std::lock_guard lock{mutex_};
        if (auto at = endpoints_.find(name); at != endpoints_.end()) {
            gone = at->second.endpoint;
            endpoints_.erase(at);
        }
    }
    if (gone)
        ast_endpoint_shutdown(gone);
}

void EndpointEvents::publish(const std::string& name, ast_endpoint_state state, ast_json* blob)
{
    pbx::Ao2<ast_endpoint> endpoint;
    bool other = true;
    {
        std::lock_guard lock{mutex_};
        if (auto at = endpoints_.find(name); at != endpoints_.end()) {
            endpoint = pbx::Ao2<ast_endpoint>::share(at->second.endpoint);
            other = std::exchange(at->second.state, state) != state;
        }
    }
    if (endpoint && other)
        set_state(name, endpoint.get(), state);
    if (endpoint && blob)
        ast_endpoint_blob_publish(endpoint.get(), ast_endpoint_state_type(), blob);
    ast_json_unref(blob);
    if (other)
        ast_devstate_changed(AST_DEVICE_UNKNOWN, AST_DEVSTATE_CACHABLE, "SIP/%s", name.c_str());
}

void EndpointEvents::set_state(const std::string& name, ast_endpoint* endpoint, ast_endpoint_state state)
{
    for (bool known = false; !known;) {
        ast_endpoint_set_state(endpoint, state);
        // Another thread may have noted the next state meanwhile, and told it before this one was told.
        std::lock_guard lock{mutex_};
        auto at = endpoints_.find(name);
        known = at == endpoints_.end() || at->second.state == state;
        if (!known)
            state = at->second.state;
    }
}

void EndpointEvents::reject(const sipcore::Rejection& rejection)
{
    auto* blob = ast_json_pack("{s: s, s: s, s: s, s: s}", "peer_status", "Rejected", "cause", rejection.cause.c_str(), "address",
                               rejection.source.ip().text().c_str(), "port", std::to_string(rejection.source.port()).c_str());
    pbx::Ao2<ast_endpoint> endpoint;
    {
        std::lock_guard lock{mutex_};
        if (auto at = endpoints_.find(rejection.endpoint); at != endpoints_.end())
            endpoint = pbx::Ao2<ast_endpoint>::share(at->second.endpoint);
    }
    if (endpoint && blob)
        ast_endpoint_blob_publish(endpoint.get(), ast_endpoint_state_type(), blob);
    ast_json_unref(blob);
}

void EndpointEvents::on_registered(const sipcore::EndpointStatus& status)
{
    auto address = status.address.text();
    extensions_.add(status);
    if (service() && status.binding)
        service()->devices().note_user_agent(status.endpoint->name, status.binding->user_agent);
    if (status.created)
        ensure(status.endpoint->name);
    ast_verb(3, "Registered SIP '%s' at %s\n", status.endpoint->name.c_str(), address.c_str());
    publish(status.endpoint->name, AST_ENDPOINT_ONLINE,
            ast_json_pack("{s: s, s: s}", "peer_status", "Registered", "address", address.c_str()));
}

void EndpointEvents::on_unregistered(const sipcore::EndpointStatus& status)
{
    extensions_.remove(status);
    ast_verb(3, "Unregistered SIP '%s'\n", status.endpoint->name.c_str());
    publish(status.endpoint->name, AST_ENDPOINT_OFFLINE,
            ast_json_pack("{s: s, s: s}", "peer_status", "Unregistered", "cause", "Expired"));
    if (status.created)
        forget(status.endpoint->name);
}

void EndpointEvents::on_reachability(const sipcore::EndpointStatus& status)
{
    const auto* name = status.endpoint->name.c_str();
    auto time = static_cast<int>(status.round_trip.count());
    auto limit = status.aor ? static_cast<int>(status.aor->qualify_timeout.count()) : 0;
    bool unreachable = status.reachability == sipcore::Reachability::unreachable;
    if (service())
        service()->devices().note_latency(name, unreachable ? -1 : time);
    if (extensions_.follows_reachability())
        unreachable ? extensions_.remove(status) : extensions_.add(status);
    if (unreachable) {
        ast_log(LOG_NOTICE, "Peer '%s' is now UNREACHABLE!  Last qualify: %d\n", name, 0);
        publish(name, AST_ENDPOINT_OFFLINE, ast_json_pack("{s: s, s: s}", "peer_status", "Unreachable", "time", "-1"));
        return;
    }
    bool lagged = status.reachability == sipcore::Reachability::lagged;
    ast_log(LOG_NOTICE, "Peer '%s' is now %s. (%dms / %dms)\n", name, lagged ? "Lagged" : "Reachable", time, limit);
    publish(name, AST_ENDPOINT_ONLINE,
            ast_json_pack("{s: s, s: i}", "peer_status", lagged ? "Lagged" : "Reachable", "time", time));
}

}  // namespace res_sip

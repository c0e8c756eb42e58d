// SPDX-License-Identifier: GPL-2.0-only
/** @file What is hardly meant although each line of it is right: secrets, peers that never match, ports that clash, objects that
 *  nobody names. */
#include <algorithm>
#include <format>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "config/check.h"
#include "config/said_by.h"
#include "config/values.h"

namespace sipcore::config {

namespace {

/** Secrets that are shorter are told of. */
constexpr std::size_t shortest_secret = 6;

/** The host of a contact, nothing when it is no address. */
std::optional<SocketAddress> address_of(std::string_view contact)
{
    auto text = contact.substr(std::min(contact.find(':') + 1, contact.size()));
    if (auto at = text.find('@'); at != std::string_view::npos)
        text.remove_prefix(at + 1);
    return SocketAddress::parse(text.substr(0, text.find(';')), 5060);
}

/** Looks one configuration over. */
class ModelCheck {
public:
    /** Begins with what was read and where findings go. */
    ModelCheck(const Reading& reading, Findings& findings) : config_{reading.config}, origins_{*reading.origins}, findings_{findings}
    {
        for (const auto& aor : config_.aors)
            aors_.emplace(aor.name, &aor);
        for (const auto& auth : config_.auths)
            auths_.emplace(auth.name, &auth);
    }

    /** All of it. */
    void check()
    {
        check_ports();
        for (const auto& endpoint : config_.endpoints) {
            check_secret(endpoint);
            check_reach(endpoint);
        }
        for (const auto& registration : config_.registrations)
            check_registration(registration);
        check_unused();
    }

private:
    /** Notes something about an object, at the line that says an option or where its section begins. */
    void find(Weight weight, std::string_view type, const std::string& name, std::string_view option, std::string kind, std::string what)
    {
        auto lines = said_by(origins_, type, name, option);
        auto place = lines.empty() ? origins_.section(origins_.source(std::format("{} {}", type, name))) : lines.back().place;
        findings_.push_back({weight, place, std::move(kind), std::move(what)});
    }

    /** Sockets that cannot both be. */
    void check_ports()
    {
        auto is_stream = [](Protocol protocol) { return protocol == Protocol::tcp || protocol == Protocol::tls; };
        for (std::size_t i = 0; i < config_.transports.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const auto& one = config_.transports[j];
                const auto& two = config_.transports[i];
                auto port = [](const Transport& transport) {
                    return transport.bind.port() ? transport.bind.port() : transport.protocol == Protocol::tls ? std::uint16_t{5061} : std::uint16_t{5060};
                };
                bool same_kind = (is_stream(one.protocol) && is_stream(two.protocol)) || (one.protocol == Protocol::udp && two.protocol == Protocol::udp);
                bool same_family = one.bind.ip().family() == two.bind.ip().family();
                bool meet = one.bind.ip() == two.bind.ip() || one.bind.ip().is_unspecified() || two.bind.ip().is_unspecified();
                if (same_kind && same_family && meet && port(one) == port(two))
                    find(Weight::error, "transport", two.name, "bind", "port-clash",
                         std::format("{} and {} cannot both listen on port {}", one.name, two.name, port(two)));
            }
        }
    }

    /** What an endpoint must prove. */
    void check_secret(const Endpoint& endpoint)
    {
        auto at = auths_.find(endpoint.auth);
        if (at == auths_.end() || !at->second->md5_cred.empty()) {
            bool asked = at != auths_.end();
            auto aor = aors_.find(endpoint.aors);
            bool registers = aor != aors_.end() && aor->second->max_contacts > 0;
            if (!asked && registers && endpoint.acl.empty())
                find(Weight::warning, "endpoint", endpoint.name, "auth", "no-secret", std::format("anybody may register as '{}': it has no secret and no access list", endpoint.name));
            return;
        }
        const auto& auth = *at->second;
        if (auth.password.size() == 1)
            find(Weight::warning, "auth", auth.name, "password", "short-secret", std::format("the secret of '{}' is one character", endpoint.name));
        else if (auth.password == endpoint.name)
            find(Weight::warning, "auth", auth.name, "password", "weak-secret", std::format("the secret of '{}' is its name", endpoint.name));
        else if (auth.password.size() < shortest_secret)
            find(Weight::notice, "auth", auth.name, "password", "short-secret", std::format("the secret of '{}' is shorter than {} characters", endpoint.name, shortest_secret));
    }

    /** Whether an endpoint can be known, or be called. */
    void check_reach(const Endpoint& endpoint)
    {
        const auto& by = endpoint.identify_by;
        auto at = aors_.find(endpoint.aors);
        bool nowhere = at == aors_.end() || (at->second->contact.empty() && at->second->max_contacts == 0 && at->second->default_contact.empty());
        bool elsewhere = std::ranges::any_of(config_.identifies, [&](const Identify& each) { return each.endpoint == endpoint.name; });
        if (!by.by_username && !elsewhere && (!by.by_address || nowhere))
            return find(Weight::warning, "endpoint", endpoint.name, "aors", "never-matches", std::format("no request is ever from '{}': it is known by its address, and has none", endpoint.name));
        if (at == aors_.end())
            return;
        for (const auto& contact : at->second->contact) {
            auto address = address_of(contact);
            if (!address)
                continue;
            if (!endpoint.acl.allows(address->ip()))
                find(Weight::warning, "endpoint", endpoint.name, "permit", "never-matches", std::format("'{}' is at {}, which its access list keeps out", endpoint.name, address->ip().text()));
            if (by.by_address)
                check_rival(endpoint, *address);
        }
    }

    /** Whether an endpoint before has the same address, so that this one is never found by it. */
    void check_rival(const Endpoint& endpoint, const SocketAddress& address)
    {
        auto key = address.text() + " " + endpoint.callback_extension;
        auto [at, fresh] = at_address_.emplace(key, endpoint.name);
        if (!fresh && !endpoint.identify_by.by_username)
            find(Weight::warning, "aor", endpoint.aors, "contact", "never-matches", std::format("calls from {} are always from '{}', never from '{}'", address.text(), at->second, endpoint.name));
        else if (!fresh)
            find(Weight::notice, "aor", endpoint.aors, "contact", "same-address", std::format("'{}' and '{}' are both at {}: calls without a known user are from the first", at->second, endpoint.name, address.text()));
    }

    /** Whether an account elsewhere names somebody. */
    void check_registration(const OutboundRegistration& registration)
    {
        auto known = [&](const Endpoint& each) { return each.name == registration.endpoint; };
        if (!registration.endpoint.empty() && std::ranges::none_of(config_.endpoints, known))
            find(Weight::warning, "registration", registration.name, "endpoint", "dangling-name", std::format("there is no '{}' to register with", registration.endpoint));
    }

    /** Objects that nobody names. */
    void check_unused()
    {
        std::unordered_set<std::string_view> named(config_.global.realm_auths.begin(), config_.global.realm_auths.end());
        std::unordered_set<std::string_view> aors;
        for (const auto& endpoint : config_.endpoints) {
            named.insert({endpoint.auth, endpoint.outbound_auth});
            named.insert(endpoint.realm_auths.begin(), endpoint.realm_auths.end());
            aors.insert(endpoint.aors);
        }
        for (const auto& auth : config_.auths)
            if (!named.contains(auth.name))
                find(Weight::warning, "auth", auth.name, "username", "unused", std::format("nobody names the auth '{}'", auth.name));
        for (const auto& aor : config_.aors)
            if (!aors.contains(aor.name))
                find(Weight::warning, "aor", aor.name, "contact", "unused", std::format("nobody names the aor '{}'", aor.name));
    }

    const Config& config_;
    const Origins& origins_;
    Findings& findings_;
    std::unordered_map<std::string_view, const Aor*> aors_;
    std::unordered_map<std::string_view, const Auth*> auths_;
    std::map<std::string, std::string> at_address_;
};

}  // namespace

void check_model(const Reading& reading, Findings& findings)
{
    if (reading.origins)
        ModelCheck{reading, findings}.check();
}

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file Fixed contacts, and objects by name. */
#include "endpoint/contact.h"

#include <charconv>
#include <utility>

#include "sipcore/letter_case.h"

namespace sipcore::endpoint {

std::optional<ContactPlace> parse_contact(std::string_view contact)
{
    if (contact.starts_with("sip:"))
        contact.remove_prefix(4);
    else if (contact.starts_with("sips:"))
        contact.remove_prefix(5);
    contact = contact.substr(0, contact.find_first_of(";?"));
    if (auto at = contact.rfind('@'); at != std::string_view::npos)
        contact.remove_prefix(at + 1);
    std::string_view port;
    if (contact.starts_with('[')) {
        auto close = contact.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        if (close + 1 < contact.size() && contact[close + 1] == ':')
            port = contact.substr(close + 2);
        contact = contact.substr(1, close - 1);
    } else if (auto colon = contact.rfind(':'); colon != std::string_view::npos && contact.find(':') == colon) {
        port = contact.substr(colon + 1);
        contact = contact.substr(0, colon);
    }
    std::uint16_t number = 0;
    if (!port.empty() && std::from_chars(port.data(), port.data() + port.size(), number).ec != std::errc{})
        return std::nullopt;
    return contact.empty() ? std::nullopt : std::optional{ContactPlace{std::string{contact}, number}};
}

std::optional<config::Protocol> protocol_of_contact(std::string_view contact)
{
    static constexpr std::pair<std::string_view, config::Protocol> words[] = {{"udp", config::Protocol::udp},
                                                                              {"tcp", config::Protocol::tcp},
                                                                              {"tls", config::Protocol::tls},
                                                                              {"ws", config::Protocol::ws},
                                                                              {"wss", config::Protocol::wss}};
    bool secure = contact.size() > 5 && same_name(contact.substr(0, 5), "sips:");
    for (auto at = contact.find(';'); at != std::string_view::npos; at = contact.find(';', at + 1)) {
        auto parameter = contact.substr(at + 1, contact.find_first_of(";?", at + 1) - at - 1);
        auto equals = parameter.find('=');
        if (equals == std::string_view::npos || !same_name(parameter.substr(0, equals), "transport"))
            continue;
        for (auto [word, protocol] : words) {
            if (same_name(parameter.substr(equals + 1), word))
                return secure && protocol == config::Protocol::tcp ? config::Protocol::tls : protocol;
        }
    }
    return secure ? std::optional{config::Protocol::tls} : std::nullopt;
}

Lookup::Lookup(std::shared_ptr<const config::Config> config) : config_{std::move(config)}
{
    for (const auto& endpoint : config_->endpoints)
        endpoints_.emplace(endpoint.name, &endpoint);
    for (const auto& aor : config_->aors)
        aors_.emplace(aor.name, &aor);
    for (const auto& auth : config_->auths)
        auths_.emplace(auth.name, &auth);
}

std::shared_ptr<const config::Endpoint> Lookup::endpoint(std::string_view name) const
{
    auto at = endpoints_.find(name);
    return at == endpoints_.end() ? nullptr : std::shared_ptr<const config::Endpoint>{config_, at->second};
}

std::shared_ptr<const config::Aor> Lookup::aor(std::string_view name) const
{
    auto at = aors_.find(name);
    return at == aors_.end() ? nullptr : std::shared_ptr<const config::Aor>{config_, at->second};
}

std::shared_ptr<const config::Auth> Lookup::auth(std::string_view name) const
{
    auto at = auths_.find(name);
    return at == auths_.end() ? nullptr : std::shared_ptr<const config::Auth>{config_, at->second};
}

}  // namespace sipcore::endpoint

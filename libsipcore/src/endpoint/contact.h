// SPDX-License-Identifier: GPL-2.0-only
/** @file Contacts of a configuration as text, and its objects by name. */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sipcore/config/model.h"

namespace sipcore::endpoint {

/** How long a binding is kept beyond what was granted, so that a late refresh still finds it. */
inline constexpr std::chrono::seconds grace{10};

/** Where a fixed contact is. */
struct ContactPlace {
    std::string host;    ///< name or numeric, without brackets
    std::uint16_t port;  ///< as written, otherwise 0
};

/** Takes `sip:[user@]host[:port][;parameters]` apart; nothing when it is not that. */
std::optional<ContactPlace> parse_contact(std::string_view contact);

/** What a contact's URI wants to be reached by; nothing when it does not say. @rfc{3261,19.1.1} */
std::optional<config::Protocol> protocol_of_contact(std::string_view contact);

/** Objects of a configuration by name: one pass instead of a search for each endpoint. What it gives are parts of the
 *  configuration, which lives as long as any of them is in use: nothing is copied. */
class Lookup {
public:
    /** Takes the configuration. */
    explicit Lookup(std::shared_ptr<const config::Config> config);
    /** The endpoint, null without one. */
    std::shared_ptr<const config::Endpoint> endpoint(std::string_view name) const;
    /** The address of record, null without one. */
    std::shared_ptr<const config::Aor> aor(std::string_view name) const;
    /** The credentials, null without them. */
    std::shared_ptr<const config::Auth> auth(std::string_view name) const;

private:
    std::shared_ptr<const config::Config> config_;
    std::unordered_map<std::string_view, const config::Endpoint*> endpoints_;
    std::unordered_map<std::string_view, const config::Aor*> aors_;
    std::unordered_map<std::string_view, const config::Auth*> auths_;
};

}  // namespace sipcore::endpoint

// SPDX-License-Identifier: GPL-2.0-only
/** @file Bindings: which contacts an address of record has, until when, and where they are kept. @rfc{3261,10} */
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/export.h"

namespace sipcore {

/** A contact that was registered. */
struct Binding {
    std::string contact;             ///< URI as it was registered, with its parameters, without `<>`
    SocketAddress address;           ///< where its messages go
    config::Protocol protocol = config::Protocol::udp;  ///< what carries them
    SocketAddress flow;              ///< other end of the connection that it was registered by; none over UDP
    std::chrono::seconds granted{0}; ///< the lifetime that was answered
    Clock::Instant expires;          ///< when the lifetime that was answered ends
    std::string username;            ///< the user that old records keep beside the contact
    std::string user_agent;          ///< User-Agent of the REGISTER
    std::string call_id;             ///< Call-ID of the REGISTER
    long cseq = 0;                   ///< CSeq of the REGISTER
    std::vector<std::string> path;   ///< route to it, in order. @rfc{3327,5}
    SocketAddress next_hop;          ///< where the route begins; none: at `address`

    /** Whole seconds that are left of the lifetime that was answered, 0 when none is. @threads any */
    std::chrono::seconds left(Clock::Instant now) const
    {
        auto rest = std::chrono::floor<std::chrono::seconds>(expires - now);
        return rest.count() > 0 ? rest : std::chrono::seconds{0};
    }
    /** Equal in all. */
    bool operator==(const Binding&) const = default;
};

/** What is kept of a binding over a restart. */
struct StoredBinding {
    SocketAddress address;            ///< where its messages go
    std::chrono::seconds granted{0};  ///< the lifetime; it starts anew when it is read
    std::string username;             ///< default user; may be empty
    std::string contact;              ///< URI without `<>`
    std::vector<std::string> path;    ///< route to it; kept beside the others
    std::string user_agent;           ///< User-Agent of the REGISTER; empty where it is not kept

    /** Equal in all. */
    bool operator==(const StoredBinding&) const = default;
};

/**
 * The text of family `SIP/Registry`: `address:port:seconds:user:contact`, IPv6 in brackets, as chan_sip wrote it. A user
 * with a colon is left out, since it would be read as part of the contact.
 * @threads any
 */
SIPCORE_API std::string to_registry_text(const StoredBinding& binding);
/**
 * Reads such a text back. Seconds that are no number are 0; user and contact may be missing.
 * @return nothing when it has fewer than three fields or no readable address and port
 * @threads any
 */
SIPCORE_API std::optional<StoredBinding> from_registry_text(std::string_view text);

/** The text of family `SIP/RegistryPath`: the values of a Path, parted by commas. @threads any */
SIPCORE_API std::string to_path_text(const std::vector<std::string>& path);
/** Reads such a text back; at most eight values. @threads any */
SIPCORE_API std::vector<std::string> from_path_text(std::string_view text);
/** Where a route begins: host and port of its first URI; none when there is no route, or it begins with a name. @threads any */
SIPCORE_API SocketAddress next_hop_of(const std::vector<std::string>& path);

/** Where bindings outlive the process: implemented by the host's module. */
class BindingStore {
public:
    virtual ~BindingStore() = default;
    /** The stored binding of an address of record. @threads the loader's, or the one that reloads */
    virtual std::optional<StoredBinding> load(const std::string& aor) = 0;
    /** Keeps a binding; on disk within a second. Must not block. @threads any */
    virtual void save(const std::string& aor, const StoredBinding& binding) = 0;
    /** Forgets the binding of an address of record. Must not block. @threads any */
    virtual void remove(const std::string& aor) = 0;
};

}  // namespace sipcore

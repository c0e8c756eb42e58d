// SPDX-License-Identifier: GPL-2.0-only
/** @file Endpoints as the host sees them: what state they are in, and who is told when it changes. */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/export.h"
#include "sipcore/location.h"
#include "sipcore/result.h"

namespace sipcore {

class Stack;

/** How an endpoint answers our OPTIONS. */
enum class Reachability : std::uint8_t {
    unmonitored,  ///< it is not asked
    unknown,      ///< it has not answered yet
    reachable,    ///< it answered in time
    lagged,       ///< it answered late
    unreachable,  ///< it did not answer
};

/** An endpoint with all that belongs to it, as it is now: a value that is replaced, never changed. */
struct EndpointStatus {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< its configuration
    std::shared_ptr<const config::Aor> aor;            ///< where it is; null: it only calls
    std::shared_ptr<const config::Auth> auth;          ///< what it must prove; null: nothing
    std::optional<Binding> binding;                    ///< what it registered, if it did; of several the one that lives longest
    std::vector<Binding> more;                         ///< what else it registered, where it may (`maxcontacts`)
    SocketAddress address;                             ///< where its messages go; none: nowhere
    Reachability reachability = Reachability::unmonitored;  ///< how it answers
    std::chrono::milliseconds round_trip{0};           ///< of its last answer; 0: none yet
    bool created = false;                              ///< it is not configured, but made itself by registering
    std::string options{};                             ///< known option tags of its last call, a blank behind each
    std::optional<std::pair<unsigned, unsigned>> messages_told{};  ///< new and old messages of which it was told last

    /** What carries messages to it: as it registered, otherwise the first that it may use. */
    config::Protocol protocol() const
    {
        if (binding)
            return binding->protocol;
        return endpoint && !endpoint->transports.empty() ? endpoint->transports.front() : config::Protocol::udp;
    }
};

/** What the host is told about endpoints. Called on a worker or a strand; no lock of the library is held.
 *  Implemented by the host's module. */
class EndpointObserver {
public:
    virtual ~EndpointObserver() = default;
    /** A contact was registered, or registered again. */
    virtual void on_registered(const EndpointStatus& status) = 0;
    /** The last contact was taken back, or its time ended. */
    virtual void on_unregistered(const EndpointStatus& status) = 0;
    /** Reachability changed, or was found for the first time. */
    virtual void on_reachability(const EndpointStatus& status) = 0;
};

/** All endpoints, to be looked at from any thread without waiting for a strand. */
class SIPCORE_API Endpoints {
public:
    virtual ~Endpoints() = default;
    /** The endpoint of that name as it is now; letter case counts. @threads any */
    virtual std::optional<EndpointStatus> find(std::string_view name) const = 0;
    /** All endpoints as they are now, in the order of the configuration. @threads any */
    virtual std::vector<EndpointStatus> snapshot() const = 0;
    /**
     * Asks an endpoint now whether it answers.
     * @param name  the endpoint's name
     * @return Failure when there is none of that name or it has no address
     * @threads any; returns at once
     */
    virtual Outcome<> qualify(std::string_view name) = 0;
};

/** Answers which local addresses of ours exist in the host's dialplan: what OPTIONS wants to know. */
class DialplanLookup {
public:
    virtual ~DialplanLookup() = default;
    /** Whether an extension exists. @param context where @param extension what @threads any; short */
    virtual bool exists(const std::string& context, const std::string& extension) = 0;
};

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file Where to send: host names to addresses by SRV, A and AAAA records, with a memory. @rfc{3263,4} */
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/resolver.h"

namespace sipcore::stack {

/** What is looked for. */
struct Wanted {
    std::string host;        ///< a name, or a numeric address with or without brackets
    std::uint16_t port = 0;  ///< 0: that of the service, or the usual one
    config::Protocol protocol = config::Protocol::udp;  ///< over what
    bool services = true;    ///< whether SRV records are asked for where no port is given (`srvlookup`)
    std::string service{};   ///< the name of the service, as a NAPTR record gave it; empty: that of the host and the protocol

    /** Equal in all. */
    bool operator==(const Wanted&) const = default;
};

/** Which families of addresses can be reached over a protocol. */
struct Families {
    bool v4 = true;  ///< IPv4
    bool v6 = true;  ///< IPv6
};

/** What a locator works with; all outlive it. */
struct LocatorParts {
    Resolver* resolver;  ///< asks DNS; null: only numeric hosts are found
    const Clock& clock;  ///< the time
    std::function<Families(config::Protocol)> families;  ///< which families can be reached
};

/** Finds addresses, and remembers them as long as DNS says, within bounds. */
class Locator {
public:
    /** Called once with addresses in the order in which they are to be tried; none when there is none. */
    using Found = std::function<void(const std::vector<SocketAddress>& addresses)>;

    /** Nothing is remembered yet. */
    explicit Locator(LocatorParts parts);
    Locator(const Locator&) = delete;             ///< answers on their way hold its memory
    Locator& operator=(const Locator&) = delete;  ///< answers on their way hold its memory
    /** Answers that are still to come find nobody. */
    ~Locator();

    /**
     * Finds addresses.
     * @param wanted  what
     * @param found   called before this returns when the host is numeric or known, otherwise on a thread of the resolver's; must
     *                not block
     * @threads any
     */
    void find(const Wanted& wanted, Found found);
    /** The addresses that are known now; nothing when it would have to be asked for. @threads any */
    std::optional<std::vector<SocketAddress>> known(const Wanted& wanted);
    /**
     * The addresses that were last known, even if DNS lets nobody remember them any more: then they are asked for anew, and who
     * comes later gets what was answered. So what names mean is fresh, and nobody waits for it but the very first.
     * @return none while no answer ever came, and where there was none
     * @threads any; does not block
     */
    std::vector<SocketAddress> latest(const Wanted& wanted);
    /** What was answered counts no more: names are asked for again. @threads any */
    void forget();
    /** An address could not be reached: for a while it is tried last. @threads any */
    void note_failure(const SocketAddress& address);

private:
    struct Memory;
    struct Search;
    std::shared_ptr<Memory> memory_;
};

}  // namespace sipcore::stack

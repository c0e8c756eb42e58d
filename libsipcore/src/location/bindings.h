// SPDX-License-Identifier: GPL-2.0-only
/** @file Who is registered where, in memory: bindings by address of record, addresses of record by where their contacts
 *  are, and what ends next. Nothing here is linear in the accounts, waits, sends or tells anybody. */
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sipcore/location.h"

namespace sipcore::location {

/** The bindings of an address of record as they were when they were asked for; never null. */
using Held = std::shared_ptr<const std::vector<Binding>>;

/** What ended of an address of record. */
struct Ended {
    std::string aor;             ///< the address of record
    std::vector<Binding> ended;  ///< what it has no more
    Held left;                   ///< what it still has
};

/**
 * The table of bindings. One lives as long as the stack.
 *
 * It is parted into shards by name, each with a lock that is held for one look-up or change, and into shards by address
 * with locks of their own. A change takes the lock of its name, then those of its addresses, one at a time; looking for
 * an address takes its lock alone. So what is found by address may already have moved: who needs to be sure asks `of`.
 */
class Bindings {
public:
    /** Empty. */
    Bindings() = default;
    Bindings(const Bindings&) = delete;             ///< it is where others find it
    Bindings& operator=(const Bindings&) = delete;  ///< it is where others find it

    /**
     * Puts bindings in place of those that an address of record has.
     * @param aor       the address of record; letter case counts
     * @param bindings  all that it has from now on; none forgets it
     * @return what it had before
     * @threads any
     */
    Held replace(std::string_view aor, std::vector<Binding> bindings);

    /** What an address of record has. @threads any */
    Held of(std::string_view aor) const;

    /** The addresses of record that have a contact at that address and port, by name. @threads any */
    std::vector<std::string> aors_at(const SocketAddress& address) const;

    /**
     * The addresses of record that have a contact at that address, whatever its port, by port and name, each once.
     * @param ip    the address
     * @param most  how many are wanted: behind one address there may be all of them
     * @threads any
     */
    std::vector<std::string> aors_at(const IpAddress& ip, std::size_t most = static_cast<std::size_t>(-1)) const;

    /**
     * Takes out all bindings whose time has come.
     * @param now  bindings that end then or before are taken; who keeps them a while longer names an earlier moment
     * @return what ended, in no order between addresses of record
     * @threads any; costs what ended
     */
    std::vector<Ended> expire(Clock::Instant now);

    /** When the next binding ends; nothing when there is none. @threads any */
    std::optional<Clock::Instant> next_expiry() const;

    /** How many addresses of record have bindings. @threads any */
    std::size_t size() const;

private:
    /** Hashes names that are not yet strings. */
    struct NameHash {
        using is_transparent = void;  ///< views are looked up without a copy
        /** The standard hash. */
        std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
    };
    /** Where an entry stands among those that end. */
    using Endings = std::multimap<Clock::Instant, const std::string*>;
    /** An address of record. */
    struct Entry {
        Held bindings;             ///< at least one
        Endings::iterator ending;  ///< the first of them to end
    };
    /** A part of the addresses of record. */
    struct NameShard {
        mutable std::mutex lock;                                                    ///< for both
        std::unordered_map<std::string, Entry, NameHash, std::equal_to<>> entries;  ///< by name
        Endings endings;                                                            ///< by time, the names of `entries`
    };
    /** A contact's address and whose it is. */
    struct Place {
        SocketAddress address;  ///< where
        std::string_view name;  ///< who: the name of an entry, which stays until its places are gone
        /** Ordered by address, port, name. */
        auto operator<=>(const Place&) const = default;
    };
    /** A part of the addresses of contacts: all ports of an address are in one. */
    struct PlaceShard {
        mutable std::mutex lock;  ///< for it
        std::set<Place> places;   ///< in order
    };

    /** The shard of a name. */
    NameShard& shard_of(std::string_view aor);
    /** The shard of a name. */
    const NameShard& shard_of(std::string_view aor) const;
    /** The shard of an address. */
    PlaceShard& shard_of(const IpAddress& ip);
    /** The shard of an address. */
    const PlaceShard& shard_of(const IpAddress& ip) const;
    /** Sets what the entry of that name has; the shard's lock is held. Returns what it had. */
    Held set(NameShard& shard, std::string_view aor, std::vector<Binding> bindings);
    /** Moves a name from the places of `before` to those of `now`; the lock of the name's shard is held. */
    void move_places(std::string_view name, const std::vector<Binding>& before, const std::vector<Binding>& now);
    /** Takes out what has ended of the entry that ends first in a shard, whose lock is held. */
    Ended end_first(NameShard& shard, Clock::Instant now);

    std::array<NameShard, 32> names_;
    std::array<PlaceShard, 32> places_;
};

}  // namespace sipcore::location

// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of bindings: names in hashed shards, their endings and their contacts' addresses in ordered trees. */
#include "location/bindings.h"

#include <algorithm>

namespace sipcore::location {
namespace {

/** What an address of record without bindings has. */
Held nothing()
{
    static const Held none = std::make_shared<const std::vector<Binding>>();
    return none;
}

/** When the first of some bindings ends; there is at least one. */
Clock::Instant first_ending(const std::vector<Binding>& bindings)
{
    return std::ranges::min(bindings, {}, &Binding::expires).expires;
}

/** The addresses of contacts, each once, in order. */
std::vector<SocketAddress> addresses_of(const std::vector<Binding>& bindings)
{
    std::vector<SocketAddress> addresses;
    for (const auto& binding : bindings) {
        if (binding.address)
            addresses.push_back(binding.address);
    }
    std::ranges::sort(addresses);
    auto [from, to] = std::ranges::unique(addresses);
    addresses.erase(from, to);
    return addresses;
}

/** Spreads hashes that differ in few bits over all of them. */
std::size_t mixed(std::size_t hash)
{
    return static_cast<std::size_t>((hash * 0x9e3779b97f4a7c15ULL) >> 32);
}

}  // namespace

Bindings::NameShard& Bindings::shard_of(std::string_view aor)
{
    return names_[mixed(NameHash{}(aor)) % names_.size()];
}

const Bindings::NameShard& Bindings::shard_of(std::string_view aor) const
{
    return names_[mixed(NameHash{}(aor)) % names_.size()];
}

Bindings::PlaceShard& Bindings::shard_of(const IpAddress& ip)
{
    return places_[mixed(std::hash<IpAddress>{}(ip)) % places_.size()];
}

const Bindings::PlaceShard& Bindings::shard_of(const IpAddress& ip) const
{
    return places_[mixed(std::hash<IpAddress>{}(ip)) % places_.size()];
}

void Bindings::move_places(std::string_view name, const std::vector<Binding>& before, const std::vector<Binding>& now)
{
    auto left = addresses_of(before);
    auto taken = addresses_of(now);
    for (const auto& address : left) {
        if (std::ranges::binary_search(taken, address))
            continue;
        auto& shard = shard_of(address.ip());
        std::lock_guard guard{shard.lock};
        shard.places.erase({address, name});
    }
    for (const auto& address : taken) {
        if (std::ranges::binary_search(left, address))
            continue;
        auto& shard = shard_of(address.ip());
        std::lock_guard guard{shard.lock};
        shard.places.insert({address, name});
    }
}

Held Bindings::set(NameShard& shard, std::string_view aor, std::vector<Binding> bindings)
{
    auto found = shard.entries.find(aor);
    if (found == shard.entries.end()) {
        if (bindings.empty())
            return nothing();
        found = shard.entries.try_emplace(std::string{aor}, Entry{nothing(), shard.endings.end()}).first;
    }
    auto& [name, entry] = *found;
    auto before = entry.bindings;
    move_places(name, *before, bindings);
    if (entry.ending != shard.endings.end())
        shard.endings.erase(entry.ending);
    if (bindings.empty()) {
        shard.entries.erase(found);
        return before;
    }
    bindings.shrink_to_fit();
    entry.ending = shard.endings.emplace(first_ending(bindings), &name);
    entry.bindings = std::make_shared<const std::vector<Binding>>(std::move(bindings));
    return before;
}

Held Bindings::replace(std::string_view aor, std::vector<Binding> bindings)
{
    auto& shard = shard_of(aor);
    std::lock_guard guard{shard.lock};
    return set(shard, aor, std::move(bindings));
}

Held Bindings::of(std::string_view aor) const
{
    const auto& shard = shard_of(aor);
    std::lock_guard guard{shard.lock};
    auto found = shard.entries.find(aor);
    return found == shard.entries.end() ? nothing() : found->second.bindings;
}

std::vector<std::string> Bindings::aors_at(const SocketAddress& address) const
{
    std::vector<std::string> names;
    const auto& shard = shard_of(address.ip());
    std::lock_guard guard{shard.lock};
    for (auto at = shard.places.lower_bound({address, {}}); at != shard.places.end() && at->address == address; ++at)
        names.emplace_back(at->name);
    return names;
}

std::vector<std::string> Bindings::aors_at(const IpAddress& ip, std::size_t most) const
{
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    const auto& shard = shard_of(ip);
    std::lock_guard guard{shard.lock};
    Place first{.address = SocketAddress{ip, 0}, .name = {}};
    for (auto at = shard.places.lower_bound(first);
         at != shard.places.end() && at->address.ip() == ip && names.size() < most; ++at) {
        if (seen.insert(at->name).second)
            names.emplace_back(at->name);
    }
    return names;
}

Ended Bindings::end_first(NameShard& shard, Clock::Instant now)
{
    Ended ended;
    ended.aor = *shard.endings.begin()->second;
    std::vector<Binding> left;
    for (const auto& binding : *shard.entries.find(ended.aor)->second.bindings)
        (binding.expires <= now ? ended.ended : left).push_back(binding);
    set(shard, ended.aor, std::move(left));
    auto still = shard.entries.find(ended.aor);
    ended.left = still == shard.entries.end() ? nothing() : still->second.bindings;
    return ended;
}

std::vector<Ended> Bindings::expire(Clock::Instant now)
{
    std::vector<Ended> all;
    for (auto& shard : names_) {
        std::lock_guard guard{shard.lock};
        while (!shard.endings.empty() && shard.endings.begin()->first <= now)
            all.push_back(end_first(shard, now));
    }
    return all;
}

std::optional<Clock::Instant> Bindings::next_expiry() const
{
    std::optional<Clock::Instant> next;
    for (const auto& shard : names_) {
        std::lock_guard guard{shard.lock};
        if (!shard.endings.empty() && (!next || shard.endings.begin()->first < *next))
            next = shard.endings.begin()->first;
    }
    return next;
}

std::size_t Bindings::size() const
{
    std::size_t count = 0;
    for (const auto& shard : names_) {
        std::lock_guard guard{shard.lock};
        count += shard.entries.size();
    }
    return count;
}

}  // namespace sipcore::location

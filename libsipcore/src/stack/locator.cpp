// SPDX-License-Identifier: GPL-2.0-only
/** @file Looking for addresses. */
#include "stack/locator.h"

#include <algorithm>
#include <format>
#include <random>

#include "stack/service_order.h"
#include "transport/listener.h"

namespace sipcore::stack {

namespace {

using std::chrono::seconds;

/** Names that are remembered; then all are forgotten. */
constexpr std::size_t most_known = 4096;
/** Names that are asked for at once. */
constexpr std::size_t most_asked = 1024;
/** Addresses of one name that count. */
constexpr std::size_t most_addresses = 16;
/** The shortest time for which an answer is remembered. */
constexpr seconds shortest{5};
/** The longest. */
constexpr seconds longest{3600};
/** How long it is remembered that there is no answer. */
constexpr seconds nothing_lifetime{10};
/** How long an address that could not be reached is tried last. */
constexpr seconds penalty{30};

/** The name of a service. @rfc{3263,4.1} */
std::string service_name(const Wanted& wanted)
{
    if (!wanted.service.empty())
        return wanted.service;
    std::string_view prefix;
    switch (wanted.protocol) {
    case config::Protocol::udp: prefix = "_sip._udp."; break;
    case config::Protocol::tcp: prefix = "_sip._tcp."; break;
    case config::Protocol::tls: prefix = "_sips._tcp."; break;
    case config::Protocol::ws: prefix = "_sip._ws."; break;
    case config::Protocol::wss: prefix = "_sips._wss."; break;
    }
    return std::string{prefix} + wanted.host;
}

/** What something is remembered by. */
std::string key_of(const Wanted& wanted)
{
    return std::format("{}|{}|{}|{}|{}", wanted.host, wanted.port, static_cast<int>(wanted.protocol), wanted.services, wanted.service);
}

/** Chance for weights. */
unsigned by_chance(unsigned most)
{
    static constinit thread_local std::uint64_t state = 0;
    if (state == 0)
        state = std::random_device{}() | 1U;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return static_cast<unsigned>(state % (std::uint64_t{most} + 1));
}

}  // namespace

/** What is known, and who waits. Outlives the locator as long as an answer is on its way. */
struct Locator::Memory {
    /** With what it works with. */
    explicit Memory(LocatorParts given) : parts{std::move(given)} {}
    /** What was found. */
    struct Known {
        std::vector<SocketAddress> addresses;  ///< in order
        Clock::Instant until;                  ///< how long it counts
        std::vector<SocketAddress> last;       ///< those of the last answer that had some: for who asks for the latest
    };
    LocatorParts parts;   ///< what it works with
    std::mutex mutex;     ///< guards all below
    bool gone = false;    ///< whether the locator has ended
    std::unordered_map<std::string, Known> known;                 ///< answers
    std::unordered_map<std::string, std::vector<Found>> waiting;  ///< who asked
    std::unordered_map<SocketAddress, Clock::Instant> failed;     ///< addresses that are tried last, and until when

    /** Addresses with those that failed lately at the end; the lock is held. */
    std::vector<SocketAddress> good_first(std::vector<SocketAddress> addresses)
    {
        auto now = parts.clock.now();
        std::ranges::stable_partition(addresses, [&](const SocketAddress& address) {
            auto at = failed.find(address);
            return at == failed.end() || at->second <= now;
        });
        return addresses;
    }
};

/** One look-up on its way: first the servers, then the addresses of each. */
struct Locator::Search : std::enable_shared_from_this<Locator::Search> {
    std::shared_ptr<Memory> memory;  ///< where the answer goes
    Wanted wanted;                   ///< what is looked for
    std::mutex mutex;                ///< guards what answers change
    std::vector<Service> servers;    ///< in order
    std::vector<std::vector<IpAddress>> answers;  ///< for each server
    std::size_t left = 0;            ///< answers that are still to come
    seconds lifetime = longest;      ///< the shortest that DNS said

    /** Begins. */
    void begin()
    {
        if (wanted.port != 0 || !wanted.services)
            return ask_host();
        memory->parts.resolver->services_of(service_name(wanted), [self = shared_from_this()](auto services, seconds lifetime) {
            self->lifetime = std::min(self->lifetime, lifetime);
            self->servers = in_order(std::move(services), by_chance);
            if (self->servers.empty())
                return self->ask_host();
            self->servers.resize(std::min(self->servers.size(), most_addresses));
            self->ask_servers();
        });
    }
    /** Asks for the host itself. */
    void ask_host()
    {
        servers = {{wanted.host, wanted.port ? wanted.port : transport::usual_port(wanted.protocol), 0, 0}};
        ask_servers();
    }
    /** Asks for the addresses of each server. */
    void ask_servers()
    {
        answers.resize(servers.size());
        left = servers.size();
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (auto ip = IpAddress::parse(servers[i].host)) {
                note(i, {*ip}, longest);
                continue;
            }
            memory->parts.resolver->addresses_of(servers[i].host, [self = shared_from_this(), i](auto addresses, seconds lifetime) {
                self->note(i, std::move(addresses), lifetime);
            });
        }
    }
    /** One answer came. */
    void note(std::size_t i, std::vector<IpAddress> addresses, seconds lived)
    {
        {
            std::lock_guard lock{mutex};
            answers[i] = std::move(addresses);
            lifetime = std::min(lifetime, lived);
            if (--left > 0)
                return;
        }
        finish();
    }
    /** All answers came. */
    void finish()
    {
        std::vector<SocketAddress> found;
        std::vector<Found> told;
        {
            std::lock_guard lock{memory->mutex};
            if (memory->gone)
                return;
            auto families = memory->parts.families(wanted.protocol);
            for (std::size_t i = 0; i < servers.size(); ++i) {
                for (const auto& ip : answers[i]) {
                    if ((ip.is_v6() ? families.v6 : families.v4) && found.size() < most_addresses)
                        found.push_back({ip, servers[i].port});
                }
            }
            if (memory->known.size() >= most_known)
                memory->known.clear();
            auto lasts = found.empty() ? nothing_lifetime : std::clamp(lifetime, shortest, longest);
            auto key = key_of(wanted);
            auto& known = memory->known[key];
            known.addresses = found;
            known.until = memory->parts.clock.now() + lasts;
            if (!found.empty())
                known.last = found;
            found = memory->good_first(std::move(found));
            if (auto at = memory->waiting.find(key); at != memory->waiting.end()) {
                told = std::move(at->second);
                memory->waiting.erase(at);
            }
        }
        for (auto& each : told)
            each(found);
    }
};

Locator::Locator(LocatorParts parts) : memory_{std::make_shared<Memory>(std::move(parts))} {}

Locator::~Locator()
{
    std::lock_guard lock{memory_->mutex};
    memory_->gone = true;
    memory_->waiting.clear();
}

std::optional<std::vector<SocketAddress>> Locator::known(const Wanted& wanted)
{
    if (auto ip = IpAddress::parse(wanted.host))
        return std::vector{SocketAddress{*ip, wanted.port ? wanted.port : transport::usual_port(wanted.protocol)}};
    if (!memory_->parts.resolver)
        return std::vector<SocketAddress>{};
    std::lock_guard lock{memory_->mutex};
    auto at = memory_->known.find(key_of(wanted));
    if (at == memory_->known.end() || at->second.until <= memory_->parts.clock.now())
        return std::nullopt;
    return memory_->good_first(at->second.addresses);
}

void Locator::find(const Wanted& wanted, Found found)
{
    if (auto at_once = known(wanted))
        return found(*at_once);
    auto search = std::make_shared<Search>();
    search->memory = memory_;
    search->wanted = wanted;
    {
        std::unique_lock lock{memory_->mutex};
        if (memory_->waiting.size() >= most_asked) {
            lock.unlock();
            return found({});
        }
        auto& waiting = memory_->waiting[key_of(wanted)];
        waiting.push_back(std::move(found));
        if (waiting.size() > 1)
            return;
    }
    search->begin();
}

std::vector<SocketAddress> Locator::latest(const Wanted& wanted)
{
    if (auto fresh = known(wanted); fresh && !fresh->empty())
        return *fresh;
    find(wanted, [](const std::vector<SocketAddress>&) {});
    std::lock_guard lock{memory_->mutex};
    auto at = memory_->known.find(key_of(wanted));
    return at == memory_->known.end() ? std::vector<SocketAddress>{} : memory_->good_first(at->second.last);
}

void Locator::forget()
{
    std::lock_guard lock{memory_->mutex};
    for (auto& [key, known] : memory_->known)
        known.until = {};
    memory_->failed.clear();
}

void Locator::note_failure(const SocketAddress& address)
{
    std::lock_guard lock{memory_->mutex};
    if (memory_->failed.size() >= most_known)
        memory_->failed.clear();
    memory_->failed.insert_or_assign(address, memory_->parts.clock.now() + penalty);
}

}  // namespace sipcore::stack

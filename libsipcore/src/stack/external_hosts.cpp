// SPDX-License-Identifier: GPL-2.0-only
/** @file Names of ours. */
#include "stack/external_hosts.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "sipcore/log.h"

namespace sipcore::stack {

/** What is known. Outlives its owner as long as an answer is on its way. */
struct ExternalHosts::Memory {
    /** A name. */
    struct Known {
        std::optional<IpAddress> address;  ///< nothing while no answer ever came
        std::optional<Clock::Instant> asked;  ///< when it was asked for last
        bool under_way = false;            ///< whether an answer is still to come
    };
    /** With who answers. */
    Memory(Resolver* resolver, const Clock& clock) : resolver{resolver}, clock{clock} {}

    Resolver* resolver;                            ///< asks
    const Clock& clock;                            ///< the time
    std::mutex mutex;                              ///< guards all below
    bool gone = false;                             ///< whether the owner has ended
    std::unordered_map<std::string, Known> names;  ///< as many as are configured

    /** An answer came. */
    void take(const std::string& name, const std::vector<IpAddress>& addresses)
    {
        std::lock_guard lock{mutex};
        if (gone)
            return;
        auto& known = names[name];
        known.under_way = false;
        auto v4 = std::ranges::find_if(addresses, [](const IpAddress& ip) { return !ip.is_v6(); });
        if (v4 == addresses.end()) {
            if (known.address)
                log::notice("Lookup of '{}' failed; our address from outside stays {}", name, known.address->text());
            else
                log::warning("Lookup of '{}' failed: our own address is told to those outside", name);
            return;
        }
        if (known.address && *known.address != *v4)
            log::notice("Our address from outside, '{}', is now {}", name, v4->text());
        known.address = *v4;
    }
};

ExternalHosts::ExternalHosts(Resolver* resolver, const Clock& clock) : memory_{std::make_shared<Memory>(resolver, clock)} {}

ExternalHosts::~ExternalHosts()
{
    std::lock_guard lock{memory_->mutex};
    memory_->gone = true;
}

std::optional<IpAddress> ExternalHosts::address_of(const std::string& name, std::chrono::seconds refresh)
{
    if (auto numeric = IpAddress::parse(name))
        return numeric;
    if (!memory_->resolver)
        return std::nullopt;
    {
        std::lock_guard lock{memory_->mutex};
        auto& known = memory_->names[name];
        auto now = memory_->clock.now();
        bool fresh = known.asked && now - *known.asked <= refresh;
        if (known.under_way || fresh)
            return known.address;
        known.under_way = true;
        known.asked = now;
    }
    memory_->resolver->addresses_of(name, [memory = memory_, name](const std::vector<IpAddress>& addresses, std::chrono::seconds) {
        memory->take(name, addresses);
    });
    std::lock_guard lock{memory_->mutex};
    return memory_->names[name].address;
}

void ExternalHosts::expire()
{
    std::lock_guard lock{memory_->mutex};
    for (auto& [name, known] : memory_->names)
        known.asked.reset();
}

}  // namespace sipcore::stack

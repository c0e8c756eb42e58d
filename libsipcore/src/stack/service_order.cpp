// SPDX-License-Identifier: GPL-2.0-only
/** @file Priorities and weights. */
#include "stack/service_order.h"

#include <algorithm>

namespace sipcore::stack {

namespace {

/** Takes one by weight from servers of the same priority. */
Service draw(std::vector<Service>& from, const Chance& chance)
{
    unsigned sum = 0;
    for (const auto& service : from)
        sum += service.weight;
    auto mark = chance(sum);
    auto at = from.begin();
    for (unsigned passed = at->weight; passed < mark && std::next(at) != from.end(); passed += at->weight)
        ++at;
    auto drawn = std::move(*at);
    from.erase(at);
    return drawn;
}

}  // namespace

std::vector<Service> in_order(std::vector<Service> services, const Chance& chance)
{
    std::erase_if(services, [](const Service& service) { return service.host.empty() || service.host == "."; });
    // Those without weight stand first, so that they have a small chance at all.
    std::ranges::stable_sort(services, {}, [](const Service& s) { return std::pair{s.priority, s.weight != 0}; });
    std::vector<Service> ordered;
    for (auto at = services.begin(); at != services.end();) {
        auto end = std::find_if(at, services.end(), [&](const Service& s) { return s.priority != at->priority; });
        std::vector<Service> equals{std::make_move_iterator(at), std::make_move_iterator(end)};
        while (!equals.empty())
            ordered.push_back(draw(equals, chance));
        at = end;
    }
    return ordered;
}

}  // namespace sipcore::stack

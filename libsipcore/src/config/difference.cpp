// SPDX-License-Identifier: GPL-2.0-only
/** @file Two configurations compared, kind by kind, in one pass each. */
#include "sipcore/config/difference.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace sipcore::config {

namespace {

/** What happened to the named objects of one kind. */
template <class T>
Changes compare(const std::vector<T>& before, const std::vector<T>& after)
{
    std::unordered_map<std::string_view, const T*> old;
    for (const auto& object : before)
        old.emplace(object.name, &object);
    Changes changes;
    std::unordered_set<std::string_view> kept;
    for (const auto& object : after) {
        auto at = old.find(object.name);
        if (at == old.end())
            changes.added.push_back(object.name);
        else if (!(*at->second == object))
            changes.changed.push_back(object.name);
        kept.insert(object.name);
    }
    for (const auto& object : before) {
        if (!kept.contains(object.name))
            changes.removed.push_back(object.name);
    }
    return changes;
}

/** Whether a name is among those that were added or changed. */
bool touched(const std::unordered_set<std::string_view>& names, const std::string& name)
{
    return !name.empty() && names.contains(name);
}

/** The names that are new, other or gone. */
std::unordered_set<std::string_view> names_of(const Changes& changes)
{
    std::unordered_set<std::string_view> names;
    for (const auto* list : {&changes.added, &changes.changed, &changes.removed})
        names.insert(list->begin(), list->end());
    return names;
}

}  // namespace

Difference difference(const Config& before, const Config& after)
{
    Difference all;
    all.global = !(before.global == after.global && before.guest == after.guest);
    all.transports = compare(before.transports, after.transports);
    all.aors = compare(before.aors, after.aors);
    all.auths = compare(before.auths, after.auths);
    all.endpoints = compare(before.endpoints, after.endpoints);
    all.registrations = compare(before.registrations, after.registrations);
    all.mwi_subscriptions = compare(before.mwi_subscriptions, after.mwi_subscriptions);
    all.domains = compare(before.domains, after.domains);
    all.identifies = compare(before.identifies, after.identifies);
    // An endpoint is another one when what it names is.
    auto aors = names_of(all.aors);
    auto auths = names_of(all.auths);
    std::unordered_set<std::string_view> listed;
    for (const auto* list : {&all.endpoints.added, &all.endpoints.changed})
        listed.insert(list->begin(), list->end());
    std::unordered_set<std::string_view> changed_names(all.endpoints.changed.begin(), all.endpoints.changed.end());
    std::vector<std::string> changed;
    for (const auto& endpoint : after.endpoints) {
        bool counted = listed.contains(endpoint.name);
        bool by_itself = counted && changed_names.contains(endpoint.name);
        bool by_others = !counted && (touched(aors, endpoint.aors) || touched(auths, endpoint.auth) ||
                                      touched(auths, endpoint.outbound_auth) ||
                                      std::ranges::any_of(endpoint.realm_auths, [&](const auto& name) { return touched(auths, name); }));
        if (by_itself || by_others)
            changed.push_back(endpoint.name);
    }
    all.endpoints.changed = std::move(changed);
    return all;
}

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file The modules that are known. */
#include "sipcore/module_keeper.h"

#include <map>
#include <mutex>
#include <string>

namespace sipcore {

namespace {

/** Guards the table. */
std::mutex guard;
/** Modules by name. */
std::map<std::string, ModuleKeeper*, std::less<>> known;

}  // namespace

void announce_module(std::string_view name, ModuleKeeper* keeper)
{
    std::lock_guard lock{guard};
    if (keeper)
        known.insert_or_assign(std::string{name}, keeper);
    else if (auto at = known.find(name); at != known.end())
        known.erase(at);
}

ModuleKeeper* module_of_name(std::string_view name)
{
    std::lock_guard lock{guard};
    auto at = known.find(name);
    return at == known.end() ? nullptr : at->second;
}

}  // namespace sipcore

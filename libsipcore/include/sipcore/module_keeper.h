// SPDX-License-Identifier: GPL-2.0-only
/** @file Modules that keep each other loaded: each makes itself known by name, and who needs it holds it. The library is where
 *  they meet, since none of them shows a symbol to another. */
#pragma once

#include <string_view>

#include "sipcore/export.h"

namespace sipcore {

/** A module that can be held. */
class ModuleKeeper {
public:
    virtual ~ModuleKeeper() = default;
    /** It must not go from here on. */
    virtual void hold() = 0;
    /** One who held it needs it no more. */
    virtual void release() = 0;
};

/** Makes a module known, or with null unknown, under its name. @threads the loader's */
SIPCORE_API void announce_module(std::string_view name, ModuleKeeper* keeper);
/** The module of that name, null when it is not known. @threads the loader's */
SIPCORE_API ModuleKeeper* module_of_name(std::string_view name);

}  // namespace sipcore

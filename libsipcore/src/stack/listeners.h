// SPDX-License-Identifier: GPL-2.0-only
/** @file Who inside of the library wants to know what happens elsewhere in it: a list that features join and leave while it
 *  runs. Leaving waits until nobody is being told. */
#pragma once

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "sipcore/config/model.h"

namespace sipcore::stack {

/** Is told when another configuration is in force. Called by who put it in force, which holds nothing. */
class ConfigListener {
public:
    virtual ~ConfigListener() = default;
    /** @param before what was in force @param after what is */
    virtual void on_config(const config::Config& before, const config::Config& after) = 0;
};

/** Listeners of one kind. What they do when they are told must be short: post and return. */
template <class T>
class Listeners {
public:
    /** Adds one, lent until `remove`. @threads the loader's */
    void add(T& listener)
    {
        std::unique_lock lock{mutex_};
        all_.push_back(&listener);
    }
    /** Takes one out; afterwards it is told nothing. @threads the loader's */
    void remove(T& listener)
    {
        std::unique_lock lock{mutex_};
        std::erase(all_, &listener);
    }
    /** Tells all of them. @threads any */
    template <class F>
    void tell(F&& f)
    {
        std::shared_lock lock{mutex_};
        for (auto* each : all_)
            f(*each);
    }

private:
    std::shared_mutex mutex_;
    std::vector<T*> all_;
};

}  // namespace sipcore::stack

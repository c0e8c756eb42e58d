// SPDX-License-Identifier: GPL-2.0-only
/** @file What subscriptions of lamps watch, for who takes the calls that lamps show: a phone picks one up by naming the
 *  subscription that told of it. Either side may be absent. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/export.h"

namespace sipcore {

/** A watched extension. */
struct WatchedExtension {
    std::string context;    ///< where it is
    std::string extension;  ///< which

    /** Equal in both. */
    bool operator==(const WatchedExtension&) const = default;
};

/** Knows what subscriptions watch. */
class WatchedExtensions {
public:
    virtual ~WatchedExtensions() = default;
    /** What the subscription with a Call-ID watches; nothing without one. @threads any, under no lock */
    virtual std::optional<WatchedExtension> watched(std::string_view call_id) const = 0;
};

/** Sets who knows in this process; null ends it, and waits until nobody asks. @threads the loader's */
SIPCORE_API void set_watched_extensions(const WatchedExtensions* known);
/** What a subscription watches; nothing without one, or when nobody knows. @threads any, under no lock */
SIPCORE_API std::optional<WatchedExtension> watched_by(std::string_view call_id);

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file Who knows in this process what subscriptions watch. */
#include <mutex>
#include <shared_mutex>

#include "sipcore/watched.h"

namespace sipcore {

namespace {

/** Held while somebody asks. */
std::shared_mutex asking;
/** Who knows. */
const WatchedExtensions* knowing = nullptr;

}  // namespace

void set_watched_extensions(const WatchedExtensions* known)
{
    std::unique_lock lock{asking};
    knowing = known;
}

std::optional<WatchedExtension> watched_by(std::string_view call_id)
{
    std::shared_lock lock{asking};
    return knowing ? knowing->watched(call_id) : std::nullopt;
}

}  // namespace sipcore

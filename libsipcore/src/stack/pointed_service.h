// SPDX-License-Identifier: GPL-2.0-only
/** @file Which of the services that a domain points to is taken. Pure. @rfc{3263,4.1} */
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/config/words.h"
#include "sipcore/resolver.h"

namespace sipcore::stack {

/** A service that a domain points to. */
struct PointedService {
    config::Protocol protocol = config::Protocol::udp;  ///< over what it is reached
    std::string name;                                   ///< what SRV records are asked for

    /** Equal in all. */
    bool operator==(const PointedService&) const = default;
};

/**
 * Chooses among pointers: the first by order and preference that leads to a service over something that we can send over.
 * @param pointers  in any order, as DNS gave them
 * @param usable    whether we can send over a protocol
 * @return nothing when none of them does
 * @threads any
 */
std::optional<PointedService> choose(std::vector<Pointer> pointers, const std::function<bool(config::Protocol)>& usable);

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file In which order the servers of a service are tried. Pure: chance comes in as a function. @rfc{2782} */
#pragma once

#include <functional>
#include <vector>

#include "sipcore/resolver.h"

namespace sipcore::stack {

/** A number from 0 to `most`, by chance. */
using Chance = std::function<unsigned(unsigned most)>;

/**
 * Orders servers: the smallest priority first; among equal ones by chance, those with more weight more often in front.
 * @param services  as DNS gave them
 * @param chance    the chance
 * @return the same, in the order in which they are tried; empty when the only one is `.`, which says that there is none
 * @threads any @rfc{2782}
 */
std::vector<Service> in_order(std::vector<Service> services, const Chance& chance);

}  // namespace sipcore::stack

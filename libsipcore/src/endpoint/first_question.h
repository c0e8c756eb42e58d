// SPDX-License-Identifier: GPL-2.0-only
/** @file When contacts are first asked, so that thousands of them are not asked at once. Pure. */
#pragma once

#include <chrono>
#include <cstddef>

namespace sipcore::endpoint {

/**
 * How long after the start a contact is first asked.
 * @param place  its place among those that are asked, from 0
 * @param peers  size of the first group; those behind it have one more
 * @param gap    time between groups
 * @option{qualifypeers} @option{qualifygap}
 */
constexpr std::chrono::milliseconds first_question(std::size_t place, std::size_t peers, std::chrono::milliseconds gap)
{
    auto group = place < peers ? std::size_t{0} : 1 + (place - peers) / (peers + 1);
    return gap * static_cast<long>(group);
}

}  // namespace sipcore::endpoint

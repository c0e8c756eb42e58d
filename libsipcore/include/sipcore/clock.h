// SPDX-License-Identifier: GPL-2.0-only
/** @file Time, handed in so that tests can turn it. */
#pragma once

#include <chrono>

#include "sipcore/export.h"

namespace sipcore {

/** Tells the time: a steady one for lifetimes, the wall's for what is written down. */
class SIPCORE_API Clock {
public:
    /** A moment of the steady time. */
    using Instant = std::chrono::steady_clock::time_point;
    /** A moment of the wall's time. */
    using WallTime = std::chrono::system_clock::time_point;

    virtual ~Clock() = default;
    /** Now, never going back. @threads any */
    virtual Instant now() const { return std::chrono::steady_clock::now(); }
    /** Now, by the calendar. @threads any */
    virtual WallTime wall() const { return std::chrono::system_clock::now(); }
};

}  // namespace sipcore

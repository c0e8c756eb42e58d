// SPDX-License-Identifier: GPL-2.0-only
/** @file Work that waits for bridges or sounds, and so has no place on a strand or under a channel's lock. */
#pragma once

#include <functional>

namespace chan_sip {

/**
 * Does something in a thread of its own, which keeps the module loaded until it is done.
 * @param work  may wait; what it throws is logged
 * @return false when there is no thread to be had; then nothing was done
 * @threads any
 */
bool run_errand(std::move_only_function<void()> work);

}  // namespace chan_sip

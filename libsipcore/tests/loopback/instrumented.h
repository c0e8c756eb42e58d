// SPDX-License-Identifier: GPL-2.0-only
/** @file What a sanitizer changes for tests that measure. */
#pragma once

namespace sipcore::loopback {

/** Whether a sanitizer is at work: it has a heap of its own, and its time is not ours. */
constexpr bool is_instrumented =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#else
    false;
#endif

}  // namespace sipcore::loopback

// SPDX-License-Identifier: GPL-2.0-only
/** @file Where the stack's worker threads come from: the host starts and ends them, since it keeps state of its own
 *  for each thread. */
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace sipcore {

/** A running thread. */
class Thread {
public:
    /** The thread must have been joined. */
    virtual ~Thread() = default;
    /** Waits until its body returned. @threads any but itself; once */
    virtual void join() = 0;
};

/** Starts threads: implemented by the host's module, by plain threads in tests. */
class Threads {
public:
    virtual ~Threads() = default;
    /**
     * Starts a thread.
     * @param name  for who lists the threads; at most 15 octets count
     * @param body  what it runs; does not throw
     * @return the thread, null when none can be started
     * @threads the loader's
     */
    virtual std::unique_ptr<Thread> start(const std::string& name, std::function<void()> body) = 0;
};

}  // namespace sipcore

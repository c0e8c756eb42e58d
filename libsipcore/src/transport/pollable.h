// SPDX-License-Identifier: GPL-2.0-only
/** @file What workers wait for, and how it asks them to. */
#pragma once

#include <memory>

namespace sipcore::transport {

class Receiver;

/** Something with a descriptor that workers serve. */
class Pollable {
public:
    virtual ~Pollable() = default;
    /** What is waited for. */
    virtual int descriptor() const = 0;
    /** Whether one worker at a time serves it, and none until `Poller::watch` is called again: octets of a connection have
     *  an order, datagrams have none. */
    virtual bool once() const = 0;
    /**
     * Does a piece of what there is to be done.
     * @param readable  whether something can be received
     * @param writable  whether something can be sent
     * @param receiver  the worker's place for messages
     * @return whether there may be more of it at once
     * @threads a worker
     */
    virtual bool serve(bool readable, bool writable, Receiver& receiver) = 0;
};

/** Who waits. Implemented by the workers. */
class Poller {
public:
    virtual ~Poller() = default;
    /** Begins to wait for something to be received; for something of `once`, after `watch` was called. @threads any */
    virtual void add(std::shared_ptr<Pollable> pollable) = 0;
    /** Ends waiting; a worker may still be at its last piece. @threads any */
    virtual void remove(const Pollable& pollable) = 0;
    /** Waits again for something of `once`. @param writable whether to wait until it can be written to, besides
     *  @threads any; does not block */
    virtual void watch(const Pollable& pollable, bool writable) = 0;
    /** Somebody who is no worker did a worker's work: looks whether timers changed. @threads any that is registered with
     *  PJSIP and runs no strand */
    virtual void after_work() = 0;
};

}  // namespace sipcore::transport

// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages that wait for the thread of a WebSocket, which alone may write to it. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/websocket.h"

namespace res_sip_websocket {

/** The host's side of one WebSocket: a bounded queue, and a descriptor that wakes who empties it. */
class Outbox final : public sipcore::WebSocketLink {
public:
    Outbox();
    Outbox(const Outbox&) = delete;             ///< owns a descriptor
    Outbox& operator=(const Outbox&) = delete;  ///< owns a descriptor
    ~Outbox() override;

    bool send(std::string_view message) override;
    void close() override;

    /** Readable when there is something to do. */
    int descriptor() const { return wake_; }
    /** The next message; nothing when none waits. @threads the WebSocket's */
    std::optional<std::string> take();
    /** Whether it is to end, once nothing waits. */
    bool closing() const { return closing_.load(std::memory_order_acquire); }
    /** Whether the descriptor can be used; without one the WebSocket is refused. */
    explicit operator bool() const { return wake_ >= 0; }

private:
    /** Wakes the WebSocket's thread. */
    void wake() const;

    int wake_;
    std::mutex mutex_;
    std::deque<std::string> waiting_;
    std::size_t octets_ = 0;
    std::atomic<bool> closing_{false};
};

}  // namespace res_sip_websocket

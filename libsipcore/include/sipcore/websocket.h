// SPDX-License-Identifier: GPL-2.0-only
/** @file SIP over WebSocket: the host's HTTP server has the connections, the library the messages. @rfc{7118,5} */
#pragma once

#include <memory>
#include <string_view>

#include "sipcore/address.h"
#include "sipcore/export.h"

namespace sipcore {

class Stack;

/** The host's side of one WebSocket. */
class WebSocketLink {
public:
    virtual ~WebSocketLink() = default;
    /** Sends one message as a frame. Returns at once. @return whether it goes, or waits to go @threads any, under any lock */
    virtual bool send(std::string_view message) = 0;
    /** Lets it end; what waits to be sent may go first. Returns at once. @threads any, under any lock */
    virtual void close() = 0;
};

/** The library's side of one WebSocket. Its host's thread calls it, one at a time. */
class SIPCORE_API WebSocketSession {
public:
    virtual ~WebSocketSession() = default;
    /**
     * One message came; it is worked on before this returns.
     * @return false when the other side sends what nobody can use: the host ends the connection
     * @threads the one that reads the WebSocket; it may take channel locks, and holds none
     */
    virtual bool receive(std::string_view message) = 0;
    /** The connection is gone; nothing is sent by it any more. @threads the one that reads the WebSocket */
    virtual void ended() = 0;
};

/** What a WebSocket is opened with. */
struct WebSocketParts {
    bool secure = false;    ///< whether TLS carries it
    SocketAddress local;    ///< our end
    SocketAddress remote;   ///< the other end
    std::shared_ptr<WebSocketLink> link;  ///< the host's side; kept until it has ended
};

/**
 * Takes a WebSocket into a stack.
 * @return its session; null when there are too many connections that proved nothing
 * @threads any
 */
SIPCORE_API std::shared_ptr<WebSocketSession> open_websocket(Stack& stack, WebSocketParts parts);

}  // namespace sipcore

// SPDX-License-Identifier: GPL-2.0-only
/** @file The sub-protocol `sip` at Asterisk's HTTP server. @rfc{7118,4} */
#pragma once

#include "outbox.h"
#include "sipcore/stack.h"

struct ast_websocket;

namespace res_sip_websocket {

/** Offers the sub-protocol as long as it stands. There is one. */
class Server {
public:
    /** @param stack gets the messages; outlives it */
    explicit Server(sipcore::Stack& stack);
    Server(const Server&) = delete;             ///< there is one
    Server& operator=(const Server&) = delete;  ///< there is one
    /** Takes the sub-protocol back, ends the WebSockets there are and waits until no thread is at one. */
    ~Server();

    /** Offers or takes back the sub-protocol, as the configuration says. @threads the loader's, or the one that reloads */
    void follow_configuration();
    /** One more WebSocket is served: `serve` must follow. @return null when no descriptor can be had */
    std::shared_ptr<Outbox> enter();
    /** What the HTTP server's thread does with one WebSocket, until it ends. */
    void serve(ast_websocket* socket, const std::shared_ptr<Outbox>& outbox);

private:
    /** Begins to answer for the sub-protocol. */
    void offer();
    /** Ends it. */
    void withdraw();

    sipcore::Stack& stack_;
    bool offered_ = false;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::vector<std::shared_ptr<Outbox>> open_;
};

}  // namespace res_sip_websocket

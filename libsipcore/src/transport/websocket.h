// SPDX-License-Identifier: GPL-2.0-only
/** @file A WebSocket as a connection: whole messages both ways, octets are the host's business. @rfc{7118,5} */
#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "sipcore/websocket.h"
#include "transport/open_flow.h"
#include "transport/pollable.h"

namespace sipcore::transport {

/** What a WebSocket is made with. */
struct WebSocketFlowParts {
    FlowOwner& owner;        ///< outlives it
    Tap& tap;                ///< outlives it
    Poller& poller;          ///< outlives it
    Processor& processor;    ///< works on its messages; outlives it
    std::shared_ptr<WebSocketLink> link;  ///< the host's side
};

/** One WebSocket. */
class WebSocketFlow final : public OpenFlow, public WebSocketSession, public std::enable_shared_from_this<WebSocketFlow> {
public:
    /** With its host's side. */
    WebSocketFlow(WebSocketFlowParts parts, FlowFacts facts);

    bool begin(pjsip_endpoint* endpoint) override;
    bool send(std::string_view text) override;
    bool receive(std::string_view message) override;
    void ended() override;

private:
    void shut() override;

    WebSocketFlowParts parts_;
    std::unique_ptr<Receiver> receiver_;
    std::mutex mutex_;       ///< keeps the end away from the begin of work on a message
};

}  // namespace sipcore::transport

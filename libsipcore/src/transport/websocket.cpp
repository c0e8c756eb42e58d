// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages of WebSockets. */
#include "transport/websocket.h"

#include <cstring>
#include <optional>

#include "pj/guarded.h"
#include "pj/runtime.h"

namespace sipcore::transport {

WebSocketFlow::WebSocketFlow(WebSocketFlowParts parts, FlowFacts facts)
    : OpenFlow{parts.owner, parts.tap, std::move(facts)}, parts_{std::move(parts)}
{
    establish();
}

bool WebSocketFlow::begin(pjsip_endpoint* endpoint)
{
    receiver_ = std::make_unique<Receiver>(endpoint, parts_.processor);
    return enlist_at(endpoint, shared_from_this());
}

bool WebSocketFlow::send(std::string_view text)
{
    return open() && parts_.link->send(text);
}

bool WebSocketFlow::receive(std::string_view message)
{
    pj::register_thread();
    return pj::guarded("websocket", false, [&] {
        std::optional<Use> use;
        {
            std::lock_guard lock{mutex_};
            if (!open())
                return false;
            use.emplace(*this);
        }
        auto from = packet();
        if (message == "\r\n\r\n")
            return send("\r\n");
        auto& rdata = receiver_->renew(pj());
        if (message.size() >= sizeof rdata.pkt_info.packet) {
            refuse(message, 513, "Message Too Large", from);
            return false;
        }
        std::memcpy(rdata.pkt_info.packet, message.data(), message.size());
        take(*receiver_, message.size(), from, facts().local, tap());
        parts_.poller.after_work();
        return open();
    });
}

void WebSocketFlow::ended()
{
    pj::register_thread();
    close(Ending::disconnected, "closed by the other side");
    parts_.poller.after_work();
}

void WebSocketFlow::shut()
{
    std::lock_guard lock{mutex_};
    parts_.link->close();
}

}  // namespace sipcore::transport

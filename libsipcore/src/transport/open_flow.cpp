// SPDX-License-Identifier: GPL-2.0-only
/** @file The common life of connections. */
#include "transport/open_flow.h"

#include <cerrno>
#include <format>

#include "sipcore/log.h"

namespace sipcore::transport {

OpenFlow::OpenFlow(FlowOwner& owner, Tap& tap, FlowFacts facts)
    : owner_{owner}, tap_{tap}, facts_{std::move(facts)}, trusted_{facts_.outgoing}
{
}

bool OpenFlow::enlist_at(pjsip_endpoint* endpoint, std::shared_ptr<Carrier> self)
{
    CarrierParts parts;
    parts.protocol = facts_.protocol;
    parts.local = facts_.local;
    parts.named = facts_.named;
    parts.remote = facts_.remote;
    parts.remote_host = facts_.remote_host;
    parts.outgoing = facts_.outgoing;
    handle_ = enlist(endpoint, parts, std::move(self));
    return handle_ != nullptr;
}

void OpenFlow::close(Ending ending, std::string_view why)
{
    if (closed_.exchange(true, std::memory_order_acq_rel))
        return;
    shut();
    static log::RateLimit limit;
    auto text = std::format("{} connection {} {} ends: {}", via_word(facts_.protocol), facts_.outgoing ? "to" : "from",
                            facts_.remote.text(), why);
    if (facts_.outgoing && !established())
        log::warning("{}", text);
    else if (ending == Ending::refused)
        log::limited(limit, log::Level::notice, "{}", text);
    else
        log::debug("{}", text);
    owner_.on_closed(*this);
    retire(handle_, ending);
}

bool OpenFlow::carry(const SocketAddress&, std::string_view text)
{
    if (open()) {
        tap_.on_message(true, facts_.protocol, facts_.local, facts_.remote, text);
        if (send(text))
            return true;
    }
    errno = EPIPE;
    return false;
}

void OpenFlow::answer(const Packet& packet, std::string_view text)
{
    carry(packet.source, text);
}

void OpenFlow::note_authenticated()
{
    if (!trusted_.exchange(true, std::memory_order_acq_rel))
        owner_.on_authenticated(*this);
}

}  // namespace sipcore::transport

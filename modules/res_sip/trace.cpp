// SPDX-License-Identifier: GPL-2.0-only
/** @file Whose messages are printed. */
#include "trace.h"

namespace res_sip {

namespace {

/** The word of a protocol in the trace. */
std::string_view word_of(sipcore::config::Protocol protocol)
{
    switch (protocol) {
    case sipcore::config::Protocol::udp: return "UDP";
    case sipcore::config::Protocol::tcp: return "TCP";
    case sipcore::config::Protocol::tls: return "TLS";
    case sipcore::config::Protocol::ws:
    case sipcore::config::Protocol::wss: return "WS";
    }
    return "UDP";
}

}  // namespace

void Trace::follow(std::optional<sipcore::SocketAddress> address)
{
    std::lock_guard lock{mutex_};
    on_ = true;
    only_ = address;
}

void Trace::stop()
{
    std::lock_guard lock{mutex_};
    on_ = false;
    only_.reset();
}

bool Trace::on() const
{
    std::lock_guard lock{mutex_};
    return on_;
}

void Trace::on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress&,
                       const sipcore::SocketAddress& remote, std::string_view text)
{
    {
        std::lock_guard lock{mutex_};
        bool other = only_ && (only_->ip() != remote.ip() || (only_->port() && only_->port() != remote.port()));
        if (!on_ || other)
            return;
    }
    ast_verbose("%s", trace_text(sent, word_of(protocol), remote.text(), text).c_str());
}

}  // namespace res_sip

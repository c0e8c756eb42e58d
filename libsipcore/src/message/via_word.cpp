// SPDX-License-Identifier: GPL-2.0-only
/** @file What a protocol is called in messages. */
#include "sipcore/via_word.h"

namespace sipcore {

std::string_view via_word(config::Protocol protocol)
{
    switch (protocol) {
    case config::Protocol::udp: return "UDP";
    case config::Protocol::tcp: return "TCP";
    case config::Protocol::tls: return "TLS";
    case config::Protocol::ws: return "WS";
    case config::Protocol::wss: return "WSS";
    }
    return "UDP";
}

}  // namespace sipcore

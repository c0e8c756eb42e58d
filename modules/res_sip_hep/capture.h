// SPDX-License-Identifier: GPL-2.0-only
/** @file SIP messages for a capture server, by res_hep. */
#pragma once

#include "pbx/hep.h"
#include "sipcore/stack.h"

namespace res_sip_hep {

/** Hands every message to res_hep, which sends it in a thread of its own. */
class Capture final : public sipcore::WireObserver {
public:
    void on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress& local,
                    const sipcore::SocketAddress& remote, std::string_view text) override;
};

}  // namespace res_sip_hep

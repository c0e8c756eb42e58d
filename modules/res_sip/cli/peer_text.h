// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show peer`: all that is known of one peer, line by line as the old driver printed it. Pure. */
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cli/page.h"
#include "sipcore/stack.h"

namespace res_sip {

/** What a peer is printed from. */
struct PeerView {
    const sipcore::EndpointStatus& status;  ///< the peer; it has an address of record
    const sipcore::config::Config& config;  ///< what is in force
    sipcore::Clock::Instant now{};          ///< the moment from which lifetimes count
    std::span<const std::string> codecs{};  ///< all that the host has
    std::optional<bool> has_row{};          ///< whether a database has it; nothing: there is no database
};

/** All that is known of it. */
Page peer_page(const PeerView& view);
/** The whole answer. */
std::string peer_text(const PeerView& view);
/** Seconds until a registration is dropped, -1 when there is none: ten more than what was answered. */
long expires_in(const PeerView& view);
/** The host that a peer was configured with; empty when it registers. */
std::string configured_host(const sipcore::config::Aor& aor);
/** Where a peer is while nothing is registered; no address when that is not known. */
sipcore::SocketAddress default_address(const sipcore::config::Aor& aor);
/** The secret with which we answer a peer's challenges when that is another than its own; empty when there is none. */
std::string remote_secret(const PeerView& view);
/** How often a peer is asked, or would be. */
sipcore::config::seconds shown_frequency(const sipcore::config::Aor& aor);
/** Max-Forwards of a peer's own, 0 when it is the one of all. */
unsigned shown_max_forwards(const PeerView& view);

}  // namespace res_sip

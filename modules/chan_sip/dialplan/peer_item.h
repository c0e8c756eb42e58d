// SPDX-License-Identifier: GPL-2.0-only
/** @file Items of SIPPEER(). */
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sipcore/clock.h"
#include "sipcore/endpoint.h"

namespace chan_sip {

/** An endpoint at the moment that somebody asks. */
struct Peer {
    const sipcore::EndpointStatus& status;  ///< what stands of it
    unsigned calls = 0;                     ///< calls that are counted now
    sipcore::Clock::Instant now{};          ///< the time, as bindings count it
    std::chrono::system_clock::time_point wall{};  ///< the same time, as people count it
};

/** How it answers, in the words of the console: `OK (1 ms)`. @threads any */
std::string status_words(const sipcore::EndpointStatus& status);
/** When its registration ends, in seconds since 1970; -1 without one. @threads any */
long registration_end(const Peer& peer);
/** An item by its word, letter case apart: `ip`, `chanvar[NAME]`, … @return nothing when there is none of that name
 *  @threads any */
std::optional<std::string> peer_item(const Peer& peer, std::string_view word);

}  // namespace chan_sip

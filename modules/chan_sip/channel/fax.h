// SPDX-License-Identifier: GPL-2.0-only
/** @file How far a call is with a fax by T.38. */
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <optional>

#include "media/fax_stream.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** The fax of a call. Guarded by the channel's lock, but for what says otherwise. */
struct Fax {
    /** How far it is. */
    enum class Stage : std::uint8_t {
        none,             ///< sound
        offered_by_us,    ///< our re-INVITE is under way, or waits
        offered_by_them,  ///< theirs waits for who decides at the channel
        running,          ///< packets of a fax
        refused,          ///< they did not want ours
    };
    Stage stage = Stage::none;                       ///< now
    FaxStream stream;                                ///< UDPTL, from the first need on
    sipcore::sdp::FaxParameters ours;                ///< what the program at the channel asked for
    sipcore::sdp::FaxParameters theirs;              ///< what the other side said last
    std::optional<sipcore::sdp::Description> offer;  ///< theirs, while it waits
    std::atomic<std::time_t> decide_by{0};           ///< when it has waited too long; 0: none waits. Read under any lock
    bool detected = false;                           ///< whether one was detected already
};

/** What tells that the other side is a fax. */
enum class FaxSign : std::uint8_t {
    tone,   ///< its tone was heard
    offer,  ///< it offered T.38
};

/** How long an offer of a fax waits for somebody who decides. */
inline constexpr std::time_t patience_with_fax = 5;

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What a hang-up cause says as a SIP status, and what a SIP status says as a cause. Pure tables.
 *  Causes are numbers of Q.850, as Asterisk's own are. */
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sipcore/session.h"

namespace chan_sip {

/** Causes that the driver gives or knows by name. */
namespace q850 {
inline constexpr int none = 0;                      ///< no cause
inline constexpr int unallocated = 1;               ///< number unknown
inline constexpr int no_route_transit = 2;          ///< no route to the transit network
inline constexpr int no_route_destination = 3;      ///< no route
inline constexpr int channel_unacceptable = 6;      ///< nothing was named to dial
inline constexpr int normal_clearing = 16;          ///< the usual end
inline constexpr int user_busy = 17;                ///< busy
inline constexpr int no_user_response = 18;         ///< the other side is silent
inline constexpr int no_answer = 19;                ///< nobody picks up
inline constexpr int subscriber_absent = 20;        ///< not registered
inline constexpr int call_rejected = 21;            ///< refused
inline constexpr int number_changed = 22;           ///< gone
inline constexpr int answered_elsewhere = 26;       ///< another branch was answered
inline constexpr int destination_out_of_order = 27; ///< out of order
inline constexpr int invalid_number_format = 28;    ///< incomplete
inline constexpr int facility_rejected = 29;        ///< not implemented
inline constexpr int normal_unspecified = 31;       ///< no reason given
inline constexpr int congestion = 34;               ///< no circuit
inline constexpr int failure = 38;                  ///< network out of order
inline constexpr int temporary_failure = 41;        ///< for now
inline constexpr int switch_congestion = 42;        ///< the switch has no room
inline constexpr int requested_channel_unavailable = 44;  ///< media stopped
inline constexpr int bearer_unavailable = 58;       ///< no common codec
inline constexpr int channel_not_implemented = 66;  ///< no such channel
inline constexpr int recovery_on_timer = 102;       ///< a timer ran out
inline constexpr int protocol_error = 111;          ///< the protocol was broken
inline constexpr int interworking = 127;            ///< anything else
}  // namespace q850

/** A final response. */
struct Refusal {
    int status;               ///< 300 to 699
    std::string_view reason;  ///< its phrase

    /** Equal in both. */
    bool operator==(const Refusal&) const = default;
};

/** The response that refuses an unanswered call for a cause; 603 for a cause without one of its own. @threads any */
Refusal refusal_for(int cause);

/** The cause that a response to our INVITE means; 16 for what is no failure. @threads any */
int cause_for(int status);

/** The cause that a Reason header for Q.850 tells; nothing without one. @threads any @rfc{3326,2} */
std::optional<int> told_cause(const std::vector<sipcore::Header>& headers);

/** What a channel hears when its outgoing call is refused. */
enum class Ending : std::uint8_t {
    hangup,      ///< it is hung up, with the cause
    busy,        ///< busy, for who dials on
    congestion,  ///< congestion
    redirect,    ///< it is sent elsewhere
};

/** How a channel learns that its outgoing call got this final status, 300 to 699; 0: no answer at all. @threads any */
Ending ending_for(int status);

}  // namespace chan_sip

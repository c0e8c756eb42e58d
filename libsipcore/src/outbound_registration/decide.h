// SPDX-License-Identifier: GPL-2.0-only
/** @file What a registration of ours does next: from how it stands and what just happened, how it stands then and what is to be
 *  done. Pure: no clock, no message, no timer. @rfc{3261,10.2} */
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "sipcore/outbound_registration.h"

namespace sipcore::outbound_registration {

/** What holds for all registrations. */
struct Rules {
    std::chrono::seconds timeout{20};      ///< @option{registertimeout} wait for an answer, and between attempts
    unsigned attempts = 0;                 ///< @option{registerattempts} REGISTERs without success until it is given up; 0: never
    bool retry_forbidden = false;          ///< @option{register_retry_403} 403 is tried again
    std::chrono::seconds longest{3600};    ///< @option{maxexpiry} a server that wants more is not taken
    std::chrono::seconds usual{120};       ///< @option{defaultexpiry} lifetime when a 200 names none
};

/** The rules of a configuration. */
Rules rules_of(const config::Config& config);

/** How a registration stands. */
struct State {
    RegistrationStatus status = RegistrationStatus::unregistered;  ///< as it is shown
    std::chrono::seconds expiration{120};  ///< lifetime that is asked for
    std::chrono::seconds refresh{120};     ///< as it is shown
    unsigned attempts = 0;                 ///< REGISTERs since the last success
    unsigned answers = 0;                  ///< challenges answered since the first REGISTER of this attempt

    /** Equal in all. */
    bool operator==(const State&) const = default;
};

/** What a server answered. */
struct Answer {
    int status = 200;                                    ///< status
    bool challenge = false;                              ///< whether it has a challenge that we can answer
    std::optional<std::chrono::seconds> contact_expires{}; ///< of the contact that is ours
    std::optional<std::chrono::seconds> expires{};         ///< Expires header
    std::optional<std::chrono::seconds> min_expires{};     ///< Min-Expires header
};

/** What is to be done. */
struct Action {
    /** What is sent. */
    enum class Send : unsigned char { nothing, request, answered_challenge };
    Send send = Send::nothing;                             ///< what is sent, at once
    std::optional<std::chrono::milliseconds> timer;        ///< the timer is set to this; none: it runs on
    bool stop_timer = false;                               ///< the timer is taken back: it is over, or a new one follows
    bool announce = false;                                 ///< who watches is told
    bool forget_challenge = false;                         ///< credentials must not be worked out from the last challenge again
    bool find_anew = false;                                ///< the server's address is looked up again

    /** Equal in all. */
    bool operator==(const Action&) const = default;
};

/** Both together. */
struct Step {
    State state;    ///< how it stands then
    Action action;  ///< what is to be done
};

/** How long after a 200 the next REGISTER goes out: 15 s before the end, and of short lifetimes 20 %, half a second at
 *  least. */
std::chrono::milliseconds refresh_after(std::chrono::seconds granted);

/** Seconds at the beginning of a text; nothing when it begins with no number. */
std::optional<std::chrono::seconds> read_seconds(std::string_view text);

/**
 * The lifetime of the contact that is ours.
 * @param contacts  values of the Contacts of a 200, one for each header
 * @param ours      our Contact's URI
 * @return that of our URI; where that is not told, of one with its user part, for servers that write the address anew; nothing
 *         without one
 */
std::optional<std::chrono::seconds> granted_to(const std::vector<std::string_view>& contacts, std::string_view ours);

/** When registration `number` of `count` begins: 100 ms behind the one before, and closer where they are so many that a lifetime
 *  would pass meanwhile. */
std::chrono::milliseconds start_of(std::size_t number, std::size_t count, std::chrono::seconds usual);

/** A registration begins, or begins again. */
Step begin(State state, const Rules& rules);
/** It is time to refresh it. */
Step refresh(State state, const Rules& rules);
/** The server answered. */
Step on_answer(State state, const Answer& answer, const Rules& rules);
/** The timer ran out while an answer was missing. */
Step on_silence(State state, const Rules& rules);
/** The request could not be sent: the server is not known, or there is no way to it. */
Step on_unreachable(State state, const Rules& rules);

}  // namespace sipcore::outbound_registration

// SPDX-License-Identifier: GPL-2.0-only
/** @file Session timers: what a request asks for, what it is answered, what an answer settles, and when something is due.
 *  Pure: no clock, no message, no PJSIP. Its own session timer makes the offer of a refresh out of a negotiator that calls
 *  here do not use (docs/decisions/invite-session.md), and knows no mode that only takes what it is asked for. @rfc{4028,7} */
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/config/endpoint.h"
#include "sipcore/header.h"
#include "sipcore/result.h"

namespace sipcore::session {

using std::chrono::seconds;

/** What the configuration says about the timers of a call. */
struct TimerRules {
    config::SessionTimers mode = config::SessionTimers::accept;  ///< whether there are any. @option{session-timers}
    seconds most{1800};                                 ///< what we ask for, and the most that we take. @option{session-expires}
    seconds least{90};                                  ///< the least that we take. @option{session-minse}
    config::Refresher preferred = config::Refresher::uas;  ///< who refreshes when nobody is named. @option{session-refresher}
};

/** The rules of an endpoint. `most` is never below `least`. */
TimerRules timer_rules(const config::Endpoint& settings);

/** What the headers of a message say about timers. */
struct TimerWords {
    bool supported = false;                       ///< `timer` in Supported or Require
    bool required = false;                        ///< `timer` in Require
    std::optional<seconds> interval;              ///< Session-Expires
    std::optional<config::Refresher> refresher;   ///< its parameter
    std::optional<seconds> least;                 ///< Min-SE
};

/**
 * Reads them; compact names are known.
 * @return Error{400} for a Session-Expires or Min-SE that is no number of seconds, or a refresher that is neither side
 * @threads any @rfc{4028,4}
 */
Result<TimerWords> read_timer(const std::vector<Header>& headers);

/** A timer that runs. */
struct Timer {
    seconds interval{0};      ///< Session-Expires
    bool ours = false;        ///< whether we refresh
    bool told = true;         ///< whether the other side knows of it: requests and responses say so

    /** Equal in all. */
    bool operator==(const Timer&) const = default;
};

/** What a request comes to. */
struct TimerAnswer {
    std::optional<Timer> timer;    ///< what runs from the 2xx on; nothing: none
    std::vector<Header> headers;   ///< of the 2xx
};

/** What a request is refused with. */
struct TimerRefusal {
    int status = 422;              ///< 420 or 422
    std::string reason;            ///< phrase
    std::vector<Header> headers;   ///< of the response
};

/**
 * Answers an INVITE or UPDATE.
 * @param rules    ours
 * @param asked    what it says
 * @param current  what runs now; a request that does not say anything begins it anew
 * @return what runs, and the headers of the 2xx; the refusal 422 for an interval below our least, 420 when timers are required
 *         and refused
 * @threads any @rfc{4028,9}
 */
std::expected<TimerAnswer, TimerRefusal> answer_timer(const TimerRules& rules, const TimerWords& asked, const std::optional<Timer>& current);

/**
 * What a request of ours says.
 * @param rules    ours
 * @param current  what runs now; nothing before the first answer
 * @return the headers; none where nothing is to be said
 * @threads any @rfc{4028,7.1}
 */
std::vector<Header> ask_timer(const TimerRules& rules, const std::optional<Timer>& current);

/**
 * What a 2xx to such a request settles.
 * @param rules     ours
 * @param answered  what it says
 * @param current   what ran before
 * @return what runs; Error{500} for an interval below our least, with which the call is not to go on
 * @threads any @rfc{4028,7.2}
 */
Result<std::optional<Timer>> settle_timer(const TimerRules& rules, const TimerWords& answered, const std::optional<Timer>& current);

/** What becomes of a 422. @param rules raised to what it wants @return whether there is something to be tried again
 *  @threads any @rfc{4028,7.3} */
bool raise_timer(TimerRules& rules, const TimerWords& refused);

/** When something is due after a refresh: ours at half of the interval; the end of one of theirs a third of it, 32 s at most,
 *  before it is over. @threads any @rfc{4028,10} */
seconds timer_due(const Timer& timer);

}  // namespace sipcore::session

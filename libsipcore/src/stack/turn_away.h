// SPDX-License-Identifier: GPL-2.0-only
/** @file New calls that come while there is too much to do are turned away before they are parsed: what that costs is what is
 *  missing for the calls that stand. */
#pragma once

#include <string>

#include "stack/core.h"
#include "stack/workers.h"
#include "transport/intake.h"

namespace sipcore::stack {

/** What a caller who is turned away is told to wait, in seconds. */
inline constexpr std::string_view retry_after = "5";

/** The doorkeeper of new calls. */
class TurnAway final : public transport::Doorkeeper {
public:
    /** `core` and `workers` outlive it. */
    TurnAway(Core& core, const Workers& workers);

    /**
     * Answers an INVITE that begins a call with 503 and Retry-After while the gate is closed, and drops the ACK to that. What was
     * let in already and is sent again goes its way, and so does what the answer would not find its way back to without a parser.
     * @rfc{3261,21.5.4}
     */
    std::optional<transport::EarlyAnswer> look_at(const transport::Outline& request, const transport::Packet& packet) override;

private:
    Core& core_;
    const Workers& workers_;
    std::string tag_;      ///< in To of every 503, so that the ACKs to them are known
    std::string headers_;  ///< further headers of the 503
};

/** Whether a server transaction with this branch of an INVITE's Via is there: it was sent again. @threads a worker @rfc{3261,17.2.3} */
bool has_invite_transaction(std::string_view branch);

}  // namespace sipcore::stack

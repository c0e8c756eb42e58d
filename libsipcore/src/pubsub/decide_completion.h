// SPDX-License-Identifier: GPL-2.0-only
/** @file Bodies of call completion, and Call-Info that offers it. Pure. @rfc{6910,7} @rfc{6910,9} */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/call_completion.h"

namespace sipcore::pubsub {

/** The letters for a service in `m=`. */
std::string_view letters_of(CompletionService service);

/** How far a request for completion is. */
struct CompletionState {
    bool ready = false;      ///< whether the callee is free
    std::string recall_uri;  ///< what is to be called then; empty: not told

    /** Equal in both. */
    bool operator==(const CompletionState&) const = default;
};
/** The body that tells a state. */
std::string completion_body(const CompletionState& state);
/** Reads such a body; nothing when it tells no state, or a URI that is none of SIP. */
std::optional<CompletionState> read_completion_body(std::string_view body);

}  // namespace sipcore::pubsub

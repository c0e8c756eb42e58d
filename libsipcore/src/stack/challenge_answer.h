// SPDX-License-Identifier: GPL-2.0-only
/** @file Our side of digest authentication for requests outside of PJSIP's dialogs: who we are, the last challenge, and the
 *  header that answers it. @rfc{3261,22.2} */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/digest.h"
#include "sipcore/config/model.h"
#include "stack/client.h"

namespace sipcore::stack {

/** Answers challenges for one user agent's requests. Not safe for several threads: it lives on a strand. */
class ChallengeAnswer {
public:
    /** With credentials in the order in which they are tried: those of a realm go to that realm alone. */
    explicit ChallengeAnswer(std::vector<config::Auth> credentials) : credentials_{std::move(credentials)} {}
    /** Without any: no challenge can be answered. */
    ChallengeAnswer() = default;

    /** Takes a challenge from a 401 or 407. @return whether it can be answered */
    bool take(const Reply& reply);
    /** The header for the next request; nothing without a challenge. Each call counts the nonce up. */
    std::optional<HeaderText> header(std::string_view method, std::string_view uri);
    /** Forgets the last challenge. */
    void forget() { challenge_.reset(); }

private:
    /** The credentials for a realm, null without any. */
    const config::Auth* for_realm(std::string_view realm) const;

    std::vector<config::Auth> credentials_;
    std::optional<auth::Challenge> challenge_;
    bool by_proxy_ = false;
    unsigned count_ = 0;
};

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Challenges answered with the right credentials. */
#include "stack/challenge_answer.h"

#include <algorithm>

#include "auth/digest_fields.h"
#include "base/random.h"
#include "sipcore/letter_case.h"

namespace sipcore::stack {

const config::Auth* ChallengeAnswer::for_realm(std::string_view realm) const
{
    auto named = std::ranges::find_if(credentials_, [&](const auto& each) { return same_name(each.realm, realm); });
    if (named == credentials_.end())
        named = std::ranges::find_if(credentials_, [](const auto& each) { return each.realm.empty(); });
    return named == credentials_.end() ? nullptr : &*named;
}

bool ChallengeAnswer::take(const Reply& reply)
{
    challenge_.reset();
    by_proxy_ = reply.status == 407;
    count_ = 0;
    for (const auto& header : reply.headers) {
        if (!same_name(header.first, by_proxy_ ? "Proxy-Authenticate" : "WWW-Authenticate"))
            continue;
        auto read = auth::parse_challenge(header.second);
        if (!read || !for_realm(read->realm))
            continue;
        challenge_ = std::move(read);
        return true;
    }
    return false;
}

std::optional<HeaderText> ChallengeAnswer::header(std::string_view method, std::string_view uri)
{
    if (!challenge_)
        return std::nullopt;
    const auto* credentials = for_realm(challenge_->realm);
    if (!credentials)
        return std::nullopt;
    auto cnonce = random_text(16);
    auto text = auth::answer_text(*challenge_, {credentials->username, credentials->password, credentials->md5_cred, method, uri,
                                                cnonce, ++count_});
    return HeaderText{by_proxy_ ? "Proxy-Authorization" : "Authorization", std::move(text)};
}

}  // namespace sipcore::stack

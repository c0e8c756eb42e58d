// SPDX-License-Identifier: GPL-2.0-only
/** @file The other side of a challenge: reading somebody else's, and answering it. */
#include <algorithm>
#include <array>
#include <charconv>

#include "auth/digest.h"
#include "auth/digest_fields.h"
#include "auth/digest_hash.h"
#include "sipcore/letter_case.h"

namespace sipcore::auth {
namespace {

/** Longest challenge that is read, in octets: some servers pack tickets into their nonces. */
constexpr std::size_t most_challenge = 4096;
/** Most headers of a kind that are looked at. */
constexpr std::size_t most_headers = 8;

/** What a challenge wants to be answered with. */
Algorithm algorithm_of(const Challenge& challenge)
{
    return same_name(challenge.algorithm, "SHA-256") ? Algorithm::sha256 : Algorithm::md5;
}

/** Whether `auth` is among words parted by commas. */
bool offers_auth(std::string_view words)
{
    while (!words.empty()) {
        auto comma = words.find(',');
        auto word = words.substr(0, comma);
        words.remove_prefix(comma == std::string_view::npos ? words.size() : comma + 1);
        while (!word.empty() && (word.front() == ' ' || word.front() == '\t'))
            word.remove_prefix(1);
        while (!word.empty() && (word.back() == ' ' || word.back() == '\t'))
            word.remove_suffix(1);
        if (same_name(word, "auth"))
            return true;
    }
    return false;
}

/** A nonce count in its eight digits. */
std::string count_text(unsigned count)
{
    std::array<char, 8> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count, 16).ptr;
    std::string text(digits.data(), end);
    return std::string(8 - text.size(), '0') + text;
}

}  // namespace

std::optional<Challenge> parse_challenge(std::string_view text)
{
    std::optional<std::string_view> realm, nonce, opaque, algorithm, qop, stale;
    std::array targets{
        FieldTarget{"realm",     &realm    },
        FieldTarget{"nonce",     &nonce    },
        FieldTarget{"opaque",    &opaque   },
        FieldTarget{"algorithm", &algorithm},
        FieldTarget{"qop",       &qop      },
        FieldTarget{"stale",     &stale    }
    };
    if (!read_fields(text, most_challenge, targets) || !realm || nonce.value_or("").empty())
        return std::nullopt;
    if (algorithm && !algorithm->empty() && !same_name(*algorithm, "MD5") && !same_name(*algorithm, "SHA-256"))
        return std::nullopt;
    bool qop_auth = qop && offers_auth(*qop);
    if (qop && !qop->empty() && !qop_auth)
        return std::nullopt;  // only protection of bodies is offered, which nobody on phones speaks
    return Challenge{.realm = std::string{*realm},
                     .nonce = std::string{*nonce},
                     .opaque = std::string{opaque.value_or("")},
                     .algorithm = std::string{algorithm.value_or("")},
                     .qop_auth = qop_auth,
                     .stale = same_name(stale.value_or(""), "true")};
}

std::optional<Challenge> choose_challenge(std::span<const std::string> values, bool md5_alone)
{
    for (const auto& value : values.first(std::min(values.size(), most_headers))) {
        auto read = parse_challenge(value);
        if (read && !(md5_alone && algorithm_of(*read) != Algorithm::md5))
            return read;
    }
    return std::nullopt;
}

std::string answer_text(const Challenge& challenge, const Answering& with)
{
    auto algorithm = algorithm_of(challenge);
    auto ha1 = with.md5_cred.empty() ? hash_of(algorithm, {with.username, challenge.realm, with.password})
                                     : lower(with.md5_cred);
    auto nc = count_text(with.nc);
    auto response = response_of(algorithm, {.ha1 = ha1,
                                                 .method = with.method,
                                                 .uri = with.uri,
                                                 .nonce = challenge.nonce,
                                                 .qop = challenge.qop_auth ? "auth" : "",
                                                 .nc = nc,
                                                 .cnonce = with.cnonce});
    // the challenge's own texts go back as they stood between its quotes
    auto text = "Digest username=" + quoted(with.username) + ", realm=\"" + challenge.realm +
                "\", algorithm=" + std::string{name_of(algorithm)} + ", uri=" + quoted(with.uri) + ", nonce=\"" + challenge.nonce + "\", response=\"" +
                response + '"';
    if (!challenge.opaque.empty())
        text += ", opaque=\"" + challenge.opaque + '"';
    if (challenge.qop_auth)
        text += ", qop=auth, cnonce=" + quoted(with.cnonce) + ", nc=" + nc;
    return text;
}

}  // namespace sipcore::auth

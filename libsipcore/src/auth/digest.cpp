// SPDX-License-Identifier: GPL-2.0-only
/** @file Our side of a challenge: asking, reading what comes back, and judging it. Every path through the judgement does
 *  the same hashing, whoever the sender says it is, so that the time of an answer tells nothing. */
#include "auth/digest.h"

#include <algorithm>

#include "auth/digest_fields.h"
#include "auth/digest_hash.h"
#include "sipcore/letter_case.h"

namespace sipcore::auth {
namespace {

/** Longest Authorization that is read, in octets. */
constexpr std::size_t most_credentials = 2048;

/** Most headers of a kind that are looked at. */
constexpr std::size_t most_headers = 8;

/** What an account without secret would have to know; it is worked through and never believed. */
constexpr std::string_view nobodys_secret = "a secret of usual length";

/** What a digest is made over when the credentials name no URI: the Request-URI without its parameters. */
std::string_view bare_uri(std::string_view uri)
{
    return uri.substr(0, uri.find_first_of("; "));
}

/** What the sender worked its digest out with; one that was not asked for counts as MD5, and will not match. */
Algorithm algorithm_of(const Credentials& credentials, std::span<const Algorithm> asked)
{
    bool sha256 = same_name(credentials.algorithm, "SHA-256") && std::ranges::find(asked, Algorithm::sha256) != asked.end();
    return sha256 ? Algorithm::sha256 : Algorithm::md5;
}

/** Whether an account asks for nothing: neither a secret nor the hash of one. */
bool asks_nothing(const config::Auth* auth)
{
    return auth && auth->password.empty() && auth->md5_cred.empty();
}

/** The hash of user, realm and password that an account must show; worked out even where it is kept ready. */
std::string ha1_of(Algorithm algorithm, const config::Auth* auth, std::string_view username, std::string_view realm)
{
    auto user = auth ? std::string_view{auth->username} : username;
    auto password = auth && auth->md5_cred.empty() ? std::string_view{auth->password} : nobodys_secret;
    auto worked_out = hash_of(algorithm, {user, realm, password});
    return auth && !auth->md5_cred.empty() ? lower(auth->md5_cred) : worked_out;
}

/** Whether the response is the one that the account would have given. */
bool is_right(const Request& request, const Credentials& credentials, const config::Auth* auth, std::string_view realm)
{
    auto algorithm = algorithm_of(credentials, request.algorithms);
    auto ha1 = ha1_of(algorithm, auth, credentials.username, realm);
    auto expected = response_of(
        algorithm, {.ha1 = ha1,
                         .method = request.method,
                         .uri = credentials.uri.empty() ? bare_uri(request.uri) : std::string_view{credentials.uri},
                         .nonce = credentials.nonce,
                         .qop = credentials.qop,
                         .nc = credentials.nc,
                         .cnonce = credentials.cnonce});
    bool same = same_secret(lower(credentials.response), expected);
    bool qop_known = credentials.qop.empty() || same_name(credentials.qop, "auth");
    bool asked = std::ranges::find(request.algorithms, algorithm) != request.algorithms.end();
    return same && qop_known && asked && expected.size() == digits_of(algorithm) && ha1.size() == digits_of(algorithm) &&
           auth && credentials.username == auth->username;
}

}  // namespace

std::optional<Credentials> parse_credentials(std::string_view text)
{
    std::optional<std::string_view> username, realm, nonce, uri, response, algorithm, qop, nc, cnonce;
    std::array targets{
        FieldTarget{"username",  &username },
        FieldTarget{"realm",     &realm    },
        FieldTarget{"nonce",     &nonce    },
        FieldTarget{"uri",       &uri      },
        FieldTarget{"response",  &response },
        FieldTarget{"algorithm", &algorithm},
        FieldTarget{"qop",       &qop      },
        FieldTarget{"nc",        &nc       },
        FieldTarget{"cnonce",    &cnonce   }
    };
    if (!read_fields(text, most_credentials, targets))
        return std::nullopt;
    auto taken = [](std::optional<std::string_view> field) { return std::string{field.value_or("")}; };
    return Credentials{.username = taken(username),
                       .realm = taken(realm),
                       .nonce = taken(nonce),
                       .uri = taken(uri),
                       .response = taken(response),
                       .algorithm = taken(algorithm),
                       .qop = taken(qop),
                       .nc = taken(nc),
                       .cnonce = taken(cnonce)};
}

Decision decide(const Request& request, const std::optional<Credentials>& credentials, const config::Auth* auth,
                std::string_view realm, const NonceMint& mint, Clock::Instant now)
{
    if (asks_nothing(auth))
        return Decision::accept;
    if (!credentials)
        return Decision::challenge;
    auto verdict = mint.check(credentials->nonce, request.call_id, now);
    bool right = is_right(request, *credentials, auth, realm);
    switch (verdict) {
    case NonceMint::Verdict::fresh:
        return right ? Decision::accept : Decision::refuse;
    case NonceMint::Verdict::stale:
        return right ? Decision::challenge_stale : Decision::challenge;
    case NonceMint::Verdict::foreign:
        break;
    }
    return Decision::challenge;
}

std::string challenge_text(std::string_view realm, std::string_view nonce, bool stale, Algorithm algorithm)
{
    auto text = "Digest algorithm=" + std::string{name_of(algorithm)} + ", realm=" + quoted(realm) +
                ", nonce=" + quoted(nonce);
    if (stale)
        text += ", stale=true";
    if (algorithm != Algorithm::md5)
        text += ", qop=\"auth\"";
    return text;
}

std::optional<Credentials> credentials_for(std::span<const std::string> values, std::string_view realm)
{
    std::optional<Credentials> first;
    for (const auto& value : values.first(std::min(values.size(), most_headers))) {
        auto read = parse_credentials(value);
        if (read && read->realm == realm)
            return read;
        if (read && !first)
            first = std::move(read);
    }
    return first;
}

}  // namespace sipcore::auth

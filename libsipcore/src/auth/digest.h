// SPDX-License-Identifier: GPL-2.0-only
/** @file Digest authentication as pure decisions: reading credentials, making and checking nonces without keeping
 *  anything, and what a request's credentials are worth. No message, no socket, no table. @rfc{7616,3} @rfc{8760,2} */
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "auth/digest_hash.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"

namespace sipcore::auth {

/** What a peer answered to a challenge: the fields of an Authorization header. @rfc{3261,22.4} */
struct Credentials {
    std::string username;   ///< who it says it is
    std::string realm;      ///< realm that it answers for
    std::string nonce;      ///< nonce that it answers
    std::string uri;        ///< digest-uri
    std::string response;   ///< hex digits
    std::string algorithm;  ///< empty: MD5
    std::string qop;        ///< empty: none
    std::string nc;         ///< nonce count, 8 hex digits, with a qop
    std::string cnonce;     ///< client's nonce, with a qop
};

/**
 * Reads an Authorization header's value.
 * @param text  `Digest username="…", …`, at most 2048 octets; order and quotes as they come
 * @return the fields, as they stand between their quotes; nothing when the scheme is not Digest, the text is longer,
 *         cannot be taken apart, has control characters in a value, or says a field twice
 * @threads any
 */
std::optional<Credentials> parse_credentials(std::string_view text);

/** Makes nonces that prove themselves: a moment, and a keyed digest over it and the Call-ID; nothing is kept. One is made
 *  with the stack and lives as long; it never changes, so all threads use it at once. */
class NonceMint {
public:
    /** A secret of 32 random octets, made at start. */
    using Key = std::array<std::uint8_t, 32>;
    /** What a nonce is worth. */
    enum class Verdict : std::uint8_t { fresh, stale, foreign };

    /** Nonces live for `lifetime`. */
    NonceMint(Key key, std::chrono::seconds lifetime) : key_{key}, lifetime_{lifetime} {}
    /** A nonce for a request with this Call-ID, made now. */
    std::string make(std::string_view call_id, Clock::Instant now) const;
    /** Whether a nonce is ours for this Call-ID and not too old; compares in constant time. */
    Verdict check(std::string_view nonce, std::string_view call_id, Clock::Instant now) const;

private:
    Key key_;
    std::chrono::seconds lifetime_;
};

/** The algorithms that are asked for when nobody says otherwise. */
inline constexpr std::array usual_algorithms{Algorithm::md5};

/** A request as far as its digest goes. */
struct Request {
    std::string_view method;   ///< REGISTER, INVITE, …
    std::string_view uri;      ///< Request-URI, used where the credentials name none
    std::string_view call_id;  ///< Call-ID
    std::span<const Algorithm> algorithms = usual_algorithms;  ///< what is asked for, the preferred first
};

/** What is to be done with a request. */
enum class Decision : std::uint8_t {
    accept,           ///< its credentials are right
    challenge,        ///< none, or none for a nonce of ours: ask
    challenge_stale,  ///< right, but for an old nonce: ask again with stale=true
    refuse,           ///< wrong: 403
};

/**
 * Decides about a request. An account without secret is let in. A digest is made over the digest-uri that the sender
 * names, and with its qop, although ours never offers one. Right credentials for an old nonce are asked for again as
 * stale, wrong ones for any nonce but a fresh one are asked for anew.
 * @param request      what was sent
 * @param credentials  its Authorization header, if it had one
 * @param auth         what it must prove; null stands for an unknown account, which costs the same work and is never
 *                     accepted
 * @param realm        the realm that we ask for
 * @param mint         makes and checks nonces
 * @param now          the moment of the request
 * @return what is to be done
 * @threads any; keeps nothing
 * @rfc{3261,22.4} @rfc{7616,3.4}
 */
Decision decide(const Request& request, const std::optional<Credentials>& credentials, const config::Auth* auth,
                std::string_view realm, const NonceMint& mint, Clock::Instant now);

/** The value of our WWW-Authenticate header: `Digest algorithm=MD5, realm="R", nonce="N"`, with `, stale=true` after. Beside
 *  SHA-256, which only newer phones know, stands `qop="auth"`. @rfc{8760,2.4} */
std::string challenge_text(std::string_view realm, std::string_view nonce, bool stale,
                           Algorithm algorithm = Algorithm::md5);

/** Which of a request's Authorization values is meant for us: the first one for our realm, otherwise the first one that can
 *  be read; nothing without one. At most eight are looked at. @rfc{3261,22.3} */
std::optional<Credentials> credentials_for(std::span<const std::string> values, std::string_view realm);

/** A challenge of somebody else. */
struct Challenge {
    std::string realm;      ///< whose credentials are wanted
    std::string nonce;      ///< to be worked in
    std::string opaque;     ///< to be given back
    std::string algorithm;  ///< empty: MD5
    bool qop_auth = false;  ///< whether `auth` is among its qop words
    bool stale = false;     ///< whether only the nonce was too old
};

/** Reads a WWW-Authenticate or Proxy-Authenticate value of at most 4096 octets; nothing when it is no Digest with MD5 or
 *  SHA-256, has no realm or nonce, wants another qop than `auth`, or cannot be taken apart. @threads any */
std::optional<Challenge> parse_challenge(std::string_view text);

/** The challenge to answer among the values of a response's headers: the first one that can be answered, since the server
 *  wrote the one it prefers first. With an md5_cred alone only MD5 can be. At most eight are looked at. @rfc{8760,2.4} */
std::optional<Challenge> choose_challenge(std::span<const std::string> values, bool md5_alone = false);

/** What our answer to a challenge is made from. */
struct Answering {
    std::string_view username;  ///< who we are
    std::string_view password;  ///< plain secret, unless md5_cred is set
    std::string_view md5_cred;  ///< MD5(username:realm:password) in hex
    std::string_view method;    ///< of the request
    std::string_view uri;       ///< of the request
    std::string_view cnonce;    ///< random text, used with a qop
    unsigned nc = 1;            ///< how often this nonce was used, from 1
};

/** The value of our Authorization header: username, realm, algorithm, uri, nonce, response[, opaque][, qop, cnonce, nc]. */
std::string answer_text(const Challenge& challenge, const Answering& with);

}  // namespace sipcore::auth

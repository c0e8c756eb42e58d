// SPDX-License-Identifier: GPL-2.0-only
/** @file The hashes that digest authentication is made of, from OpenSSL's libcrypto, and comparing without telling by the
 *  time taken where two texts differ. */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "sipcore/config/words.h"

namespace sipcore::auth {

/** A digest algorithm. MD5 is the only one that all phones know. @rfc{8760,2.2} */
using Algorithm = config::DigestAlgorithm;

/** Its name in headers. @rfc{8760,2.1} */
constexpr std::string_view name_of(Algorithm algorithm)
{
    return algorithm == Algorithm::sha256 ? "SHA-256" : "MD5";
}
/** Hex digits of its hashes. */
constexpr std::size_t digits_of(Algorithm algorithm)
{
    return algorithm == Algorithm::sha256 ? 64 : 32;
}

/**
 * The hash of texts joined by colons, in small hex digits.
 * @param algorithm  which hash
 * @param parts      what is joined, at least one
 * @return 32 or 64 digits; empty when the machine's policy forbids the algorithm, which matches no response
 * @threads any
 */
std::string hash_of(Algorithm algorithm, std::initializer_list<std::string_view> parts);

/** What a digest response is worked out from. */
struct ResponseParts {
    std::string_view ha1;     ///< hash of user, realm and password, in hex
    std::string_view method;  ///< of the request
    std::string_view uri;     ///< digest-uri
    std::string_view nonce;   ///< of the challenge
    std::string_view qop;     ///< empty: the old form without it
    std::string_view nc;      ///< nonce count, with a qop
    std::string_view cnonce;  ///< client's nonce, with a qop
};

/** The response of a digest. @threads any @rfc{7616,3.4.1} */
std::string response_of(Algorithm algorithm, const ResponseParts& parts);

/** HMAC-SHA256 of texts, one behind the other, all zero when it cannot be made. @threads any @rfc{2104,2} */
std::array<std::uint8_t, 32> keyed_hash(std::span<const std::uint8_t, 32> key,
                                        std::initializer_list<std::string_view> parts);

/** Octets as small hex digits. @threads any */
std::string hex(std::span<const std::uint8_t> octets);

/** Whether two texts are equal; the time taken tells their lengths alone. @threads any */
bool same_secret(std::string_view one, std::string_view other);

}  // namespace sipcore::auth

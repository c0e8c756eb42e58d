// SPDX-License-Identifier: GPL-2.0-only
/** @file Nonces that prove themselves: the second in which one was made, and an HMAC over it and the Call-ID. Asked twice
 *  within a second for one Call-ID, the nonce is the same, so that a request sent again gets the same challenge. */
#include <charconv>

#include "auth/digest.h"
#include "auth/digest_hash.h"

namespace sipcore::auth {
namespace {

/** Digits of the time. */
constexpr std::size_t time_digits = 8;
/** Octets of the HMAC that are kept: half of it is enough. @rfc{2104,5} */
constexpr std::size_t proof_octets = 16;
/** Digits of a whole nonce. */
constexpr std::size_t nonce_digits = time_digits + 2 * proof_octets;

/** The second of a moment, as it counts round in 136 years. */
std::uint32_t second_of(Clock::Instant moment)
{
    return static_cast<std::uint32_t>(std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count());
}

/** The nonce of a second. */
std::string nonce_of(const NonceMint::Key& key, std::uint32_t second, std::string_view call_id)
{
    std::array<std::uint8_t, 4> octets;
    for (std::size_t i = 0; i < octets.size(); ++i)
        octets[i] = static_cast<std::uint8_t>(second >> (24 - 8 * i));
    auto time = hex(octets);
    auto proof = keyed_hash(key, {time, call_id});
    return time + hex(std::span{proof}.first(proof_octets));
}

}  // namespace

std::string NonceMint::make(std::string_view call_id, Clock::Instant now) const
{
    return nonce_of(key_, second_of(now), call_id);
}

NonceMint::Verdict NonceMint::check(std::string_view nonce, std::string_view call_id, Clock::Instant now) const
{
    // A nonce that cannot be ours costs the same work as one of ours.
    std::uint32_t second = 0;
    auto time = nonce.substr(0, time_digits);
    auto [stopped, failure] = std::from_chars(time.data(), time.data() + time.size(), second, 16);
    bool readable = failure == std::errc{} && stopped == time.data() + time_digits && nonce.size() == nonce_digits;
    auto expected = nonce_of(key_, readable ? second : 0, call_id);
    if (!same_secret(nonce, expected) || !readable)
        return Verdict::foreign;
    auto age =
        static_cast<std::int32_t>(second_of(now) - second);  // below 0 when another thread's clock read ran ahead
    return age > lifetime_.count() ? Verdict::stale : Verdict::fresh;
}

}  // namespace sipcore::auth

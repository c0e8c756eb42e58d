// SPDX-License-Identifier: GPL-2.0-only
/** @file Hashing with libcrypto. An algorithm is looked up once: asking for it by name at every hash would cost more than
 *  the hash. */
#include "auth/digest_hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace sipcore::auth {
namespace {

/** Frees a hash in the making. */
struct FreeContext {
    /** Gives it back. */
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/** A hash in the making. */
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

/** Room for the longest hash. */
using Octets = std::array<std::uint8_t, EVP_MAX_MD_SIZE>;

/** Frees an algorithm of libcrypto's. */
struct FreeAlgorithm {
    /** Gives it back. */
    void operator()(EVP_MD* algorithm) const noexcept { EVP_MD_free(algorithm); }
};

/** libcrypto's object for an algorithm, kept until this library goes; null when it is forbidden here. */
const EVP_MD* hash_function(Algorithm algorithm)
{
    static const std::unique_ptr<EVP_MD, FreeAlgorithm> md5{EVP_MD_fetch(nullptr, "MD5", nullptr)};
    static const std::unique_ptr<EVP_MD, FreeAlgorithm> sha256{EVP_MD_fetch(nullptr, "SHA2-256", nullptr)};
    return (algorithm == Algorithm::md5 ? md5 : sha256).get();
}

/** Adds octets to a hash. */
bool add(EVP_MD_CTX* context, std::string_view text)
{
    return EVP_DigestUpdate(context, text.data(), text.size()) == 1;
}

/** Ends a hash; the octets of it, none when something failed. */
std::span<const std::uint8_t> finish(EVP_MD_CTX* context, Octets& room)
{
    unsigned length = 0;
    if (EVP_DigestFinal_ex(context, room.data(), &length) != 1)
        return {};
    return {room.data(), length};
}

/** The SHA-256 of a key's pad and what is behind it; half of an HMAC. */
bool hash_padded(std::span<const std::uint8_t, 32> key, std::uint8_t pad, std::initializer_list<std::string_view> parts,
                 std::array<std::uint8_t, 32>& into)
{
    std::array<char, 64> block;
    for (std::size_t i = 0; i < block.size(); ++i)
        block[i] = static_cast<char>((i < key.size() ? key[i] : 0) ^ pad);
    Context context{EVP_MD_CTX_new()};
    const auto* function = hash_function(Algorithm::sha256);
    bool good = context && function && EVP_DigestInit_ex2(context.get(), function, nullptr) == 1 &&
                add(context.get(), {block.data(), block.size()});
    for (auto part : parts)
        good = good && add(context.get(), part);
    Octets room;
    auto hash = good ? finish(context.get(), room) : std::span<const std::uint8_t>{};
    OPENSSL_cleanse(block.data(), block.size());
    if (hash.size() != into.size())
        return false;
    std::copy(hash.begin(), hash.end(), into.begin());
    return true;
}

}  // namespace

std::string hex(std::span<const std::uint8_t> octets)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(octets.size() * 2);
    for (auto octet : octets) {
        text += digits[octet >> 4];
        text += digits[octet & 0xf];
    }
    return text;
}

std::string hash_of(Algorithm algorithm, std::initializer_list<std::string_view> parts)
{
    Context context{EVP_MD_CTX_new()};
    const auto* function = hash_function(algorithm);
    if (!context || !function || EVP_DigestInit_ex2(context.get(), function, nullptr) != 1)
        return {};
    bool first = true;
    for (auto part : parts) {
        if (!(first || add(context.get(), ":")) || !add(context.get(), part))
            return {};
        first = false;
    }
    Octets room;
    return hex(finish(context.get(), room));
}

std::string response_of(Algorithm algorithm, const ResponseParts& parts)
{
    auto ha2 = hash_of(algorithm, {parts.method, parts.uri});
    if (parts.qop.empty())
        return hash_of(algorithm, {parts.ha1, parts.nonce, ha2});
    return hash_of(algorithm, {parts.ha1, parts.nonce, parts.nc, parts.cnonce, parts.qop, ha2});
}

std::array<std::uint8_t, 32> keyed_hash(std::span<const std::uint8_t, 32> key,
                                        std::initializer_list<std::string_view> parts)
{
    std::array<std::uint8_t, 32> inner{};
    std::array<std::uint8_t, 32> outer{};
    if (!hash_padded(key, 0x36, parts, inner))
        return {};
    std::string_view inside{reinterpret_cast<const char*>(inner.data()), inner.size()};
    return hash_padded(key, 0x5c, {inside}, outer) ? outer : std::array<std::uint8_t, 32>{};
}

bool same_secret(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace sipcore::auth

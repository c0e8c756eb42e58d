// SPDX-License-Identifier: GPL-2.0-only
/** @file Names that nobody can guess. */
#include "base/random.h"

#include <array>
#include <cerrno>
#include <span>
#include <system_error>

#include <unistd.h>

namespace sipcore {

std::string random_text(std::size_t length)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, 256> chance;
    auto used = std::span{chance}.first(length);
    if (getentropy(used.data(), used.size()) != 0)
        throw std::system_error{errno, std::generic_category(), "getentropy"};
    std::string text;
    for (auto octet : used)
        text += digits[octet & 15];
    return text;
}

}  // namespace sipcore

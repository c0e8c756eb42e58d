// SPDX-License-Identifier: GPL-2.0-only
/** @file The fuzzer's way into reading, answering and writing descriptions: a target for libFuzzer, with its seeds in
 *  `sdp/`. It stops where something does not hold that must hold for any text. */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sdp/properties.h"

/** Tries one text. */
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    if (auto fault = sipcore::sdp::fault_of(text)) {
        std::fprintf(stderr, "%s\n", fault->c_str());
        std::abort();
    }
    return 0;
}

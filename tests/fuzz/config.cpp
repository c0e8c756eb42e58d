// SPDX-License-Identifier: GPL-2.0-only
/** @file The fuzzer's way into both readers of configurations: a target for libFuzzer, with its seeds in `config/`. It stops
 *  where something does not hold that must hold for any text. */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "config/properties.h"

/** Tries one text. */
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (auto fault = sipcore::config::fault_of_text({reinterpret_cast<const char*>(data), size})) {
        std::fprintf(stderr, "%s\n", fault->c_str());
        std::abort();
    }
    return 0;
}

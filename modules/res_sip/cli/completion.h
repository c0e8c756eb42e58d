// SPDX-License-Identifier: GPL-2.0-only
/** @file Completion of words on the console. */
#pragma once

#include <span>
#include <string>

#include "pbx/asterisk.h"

namespace res_sip {

/** The `n`-th of some words that begins as `word` does, letter case aside, for the console to give away; null when there is none. */
inline char* complete(std::span<const std::string> words, const char* word, int n)
{
    int found = 0;
    for (const auto& each : words) {
        if (strncasecmp(each.c_str(), word, std::strlen(word)) == 0 && found++ == n)
            return ast_strdup(each.c_str());
    }
    return nullptr;
}

}  // namespace res_sip

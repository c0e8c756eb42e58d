// SPDX-License-Identifier: GPL-2.0-only
/** @file Advice of charge as some phones show it. Pure. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace chan_sip {

/** What a call costs. */
struct Charge {
    /** In what. */
    enum class Kind : std::uint8_t { unknown, free, currency, pulses };
    bool ended = false;             ///< whether it is the sum at the end
    Kind kind = Kind::unknown;      ///< in what
    unsigned amount = 0;            ///< of the currency
    std::string multiplier{};       ///< what an amount of 1 is: `0.01`
    std::string currency{};         ///< its name; empty: not told
    std::optional<unsigned> pulses{};  ///< recorded units, when they are known
};

/** The value of an AOC header. @threads any */
std::string charge_text(const Charge& charge);

}  // namespace chan_sip

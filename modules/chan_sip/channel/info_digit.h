// SPDX-License-Identifier: GPL-2.0-only
/** @file Digits in INFO bodies, as phones write them and as we do. Pure. */
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace chan_sip {

/** What an INFO asks for. */
struct InfoDigit {
    /** The kinds of answer. */
    enum class Kind {
        none,     ///< nothing that is understood, although the type is
        digit,    ///< a digit
        flash,    ///< hook flash
        picture,  ///< a whole picture is wanted. @rfc{5168,7}
        unknown,  ///< not about digits
    };
    Kind kind = Kind::none;                      ///< which
    char digit = 0;                              ///< `0` to `9`, `*`, `#`, `A` to `D`
    std::chrono::milliseconds duration{100};     ///< how long

    /** Equal in all. */
    bool operator==(const InfoDigit&) const = default;
};

/** Reads an INFO by its content type (parameters and letter case do not count) and body. @threads any */
InfoDigit read_info_digit(std::string_view content_type, std::string_view body);

/** The `application/dtmf-relay` body of a digit. @threads any */
std::string dtmf_relay_body(char digit, std::chrono::milliseconds duration);
/** The `application/dtmf` body of a digit: its event number. @threads any @rfc{4733,3.2} */
std::string dtmf_body(char digit);

}  // namespace chan_sip

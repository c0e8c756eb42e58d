// SPDX-License-Identifier: GPL-2.0-only
/** @file Why a call was sent elsewhere, as Diversion says it, as old dialplans read it, and as Asterisk numbers it. Pure
 *  tables; the numbers are those of Asterisk's core. */
#pragma once

#include <string>
#include <string_view>

namespace chan_sip {

/** Numbers of the core's reasons. */
namespace redirect {
inline constexpr int unknown = 0;          ///< nobody says
inline constexpr int user_busy = 1;        ///< busy
inline constexpr int no_answer = 2;        ///< nobody picked up
inline constexpr int unavailable = 3;      ///< not there
inline constexpr int unconditional = 4;    ///< always
inline constexpr int time_of_day = 5;      ///< at this hour
inline constexpr int do_not_disturb = 6;   ///< not to be disturbed
inline constexpr int deflection = 7;       ///< while it rang
inline constexpr int follow_me = 8;        ///< follow me
inline constexpr int out_of_order = 9;     ///< broken
inline constexpr int away = 10;            ///< away
inline constexpr int forwarding_dte = 11;  ///< by the called device
inline constexpr int send_to_vm = 12;      ///< to the mailbox
}  // namespace redirect

/** The word of a reason in a Diversion header. @threads any @rfc{5806,4} */
std::string_view diversion_word(int reason);
/** The reason that a word means, in the header's or the core's spelling, letter case apart; -1 for a word that is unknown.
 *  @threads any */
int reason_of_word(std::string_view word);
/** The word that PRIREDIRECTREASON has had since ISDN; `UNKNOWN` for all that it has no word for. @threads any */
std::string_view pri_word(std::string_view word);
/** What a 480 says by its phrase: a reason, or text of its own. @threads any */
struct PhraseReason {
    int code = redirect::unknown;  ///< reason; unknown with a text
    std::string text;              ///< the phrase, when it is no word that is known
};
/** Reads the phrase of a refusal. @threads any */
PhraseReason reason_of_phrase(std::string_view phrase);

}  // namespace chan_sip

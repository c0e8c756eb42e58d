// SPDX-License-Identifier: GPL-2.0-only
/** @file Tables of redirecting reasons. */
#include "identity/redirect_reason.h"

#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** One reason with its words. */
struct Row {
    int code;                ///< the core's number
    std::string_view word;   ///< in a Diversion header
    std::string_view core;   ///< as the core calls it
    std::string_view pri;    ///< as PRIREDIRECTREASON says it
};

/** All of them, in the core's order. */
constexpr Row rows[] = {
    {redirect::unknown, "unknown", "unknown", "UNKNOWN"},
    {redirect::user_busy, "user-busy", "cfb", "BUSY"},
    {redirect::no_answer, "no-answer", "cfnr", "NOANSWER"},
    {redirect::unavailable, "unavailable", "unavailable", "UNREACHABLE"},
    {redirect::unconditional, "unconditional", "cfu", "UNCONDITIONAL"},
    {redirect::time_of_day, "time-of-day", "time_of_day", "UNKNOWN"},
    {redirect::do_not_disturb, "do-not-disturb", "dnd", "UNKNOWN"},
    {redirect::deflection, "deflection", "deflection", "UNKNOWN"},
    {redirect::follow_me, "follow-me", "follow_me", "UNKNOWN"},
    {redirect::out_of_order, "out-of-service", "out_of_order", "UNREACHABLE"},
    {redirect::away, "away", "away", "UNREACHABLE"},
    {redirect::forwarding_dte, "cf_dte", "cf_dte", "UNKNOWN"},
    {redirect::send_to_vm, "send_to_vm", "send_to_vm", "UNKNOWN"},
};

}  // namespace

std::string_view diversion_word(int reason)
{
    for (const auto& row : rows)
        if (row.code == reason)
            return row.word;
    return "unknown";
}

int reason_of_word(std::string_view word)
{
    for (const auto& row : rows)
        if (sipcore::same_name(row.word, word) || sipcore::same_name(row.core, word))
            return row.code;
    return -1;
}

std::string_view pri_word(std::string_view word)
{
    for (const auto& row : rows)
        if (sipcore::same_name(row.word, word))
            return row.pri;
    return "UNKNOWN";
}

PhraseReason reason_of_phrase(std::string_view phrase)
{
    if (int code = reason_of_word(phrase); code >= 0)
        return {code, {}};
    return {redirect::unknown, std::string{phrase}};
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Values as people write them: words for yes and no, lists, numbers, callers, codecs. */
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/config/model.h"

namespace sipcore::config {

/** The limit of calls that are counted and not limited. */
constexpr unsigned counted_without_limit = 2147483647U;

/** Text without blanks at its ends. */
std::string_view trimmed(std::string_view text);
/** The parts between commas, trimmed; empty ones are left out. */
std::vector<std::string_view> split(std::string_view text, char separator = ',');
/** Whether a word means yes: yes true y t 1 on. */
bool is_true(std::string_view text);
/** Whether a word means no: no false n f 0 off. */
bool is_false(std::string_view text);
/** A whole number that begins the text, as old readers take it; nothing when none does. */
std::optional<long> leading_number(std::string_view text);
/** A whole number and nothing else within bounds. */
std::optional<long> number_within(std::string_view text, long least, long most);
/** `"Name" <number>`, `Name <number>`, `<number>` or a number alone. */
CallerId parse_caller_id(std::string_view text);
/** The words of a list of codecs, with commas or bars between them. */
std::vector<std::string_view> codecs_in(std::string_view text);
/** Adds codecs to a list, or takes them away: `ulaw,alaw`, `!gsm`, `!all`. */
void add_codecs(std::vector<std::string>& list, std::string_view text);
/** Takes codecs away from a list. */
void remove_codecs(std::vector<std::string>& list, std::string_view text);
/** Groups `1,3-5` as bits; nothing when one is no number from 0 to 63. */
std::optional<std::uint64_t> parse_groups(std::string_view text);
/** The name of a method that SIP knows, in capitals; empty for another word. */
std::string_view known_method(std::string_view name);
/** The number of a presentation: `allowed`, `prohib_failed_screen`, `unavailable`, … or a number; unknown words are 0. */
unsigned parse_presentation(std::string_view text);
/** A text with its backslashes resolved: `\\n`, `\\t`, `\\r`, and any other character for itself. */
std::string without_escapes(std::string_view text);
/** A list that lets nobody in. */
AccessList nobody();
/** The protocols of `udp,tcp`; only leading letters count, as old readers compare. */
std::optional<std::vector<Protocol>> parse_protocols(std::string_view text);
/** A type of service octet: a number (decimal, `0x` hexadecimal, `0` octal) or a class `cs0`-`cs7`, `af11`-`af43`, `ef`. */
std::optional<std::uint8_t> parse_tos(std::string_view text);
/** The word of a protocol. */
std::string_view word_of(Protocol protocol);
/** A type of service octet as it is written: a class where one has that value, otherwise the number. */
std::string tos_text(std::uint8_t octet);
/** Groups as they are written: `1,3-5`; none: nothing. */
std::string groups_text(std::uint64_t groups);
/** A presentation as it is written: a word where there is one, otherwise the number. */
std::string presentation_text(unsigned number);
/** A proxy as it is written: `[transport://]host[:port][,force]`. */
std::string proxy_text(const OutboundProxy& proxy);
/** Seconds with up to three digits behind a point, as `2.5`; nothing for another text, or for more than 2,000,000. */
std::optional<milliseconds> parse_seconds(std::string_view text);
/** Milliseconds as such a text. */
std::string seconds_text(milliseconds time);
/** Of several names the one that is nearest to `wanted`, when it is near. */
std::optional<std::string> nearest(std::string_view wanted, const std::vector<std::string_view>& names);

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading and writing digits of INFO bodies. */
#include "channel/info_digit.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <format>
#include <optional>

#include "sipcore/letter_case.h"

namespace chan_sip {
namespace {

/** The digits in the order of their event numbers. @rfc{4733,3.2} */
constexpr std::string_view events = "0123456789*#ABCD";
/** Event number of a hook flash. */
constexpr int flash_event = 16;

/** Text without blanks and line ends around it. */
std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/** A number that is all of the text. */
std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/** What a signal word means: a digit, its event number, or a flash. */
InfoDigit meaning(std::string_view signal)
{
    if (signal == "!")
        return {.kind = InfoDigit::Kind::flash};
    if (auto event = number(signal)) {
        if (*event == flash_event)
            return {.kind = InfoDigit::Kind::flash};
        if (*event < 0 || *event > flash_event)
            return {};
        return {.kind = InfoDigit::Kind::digit, .digit = events[static_cast<std::size_t>(*event)]};
    }
    if (signal.size() != 1)
        return {};
    char digit = static_cast<char>(std::toupper(static_cast<unsigned char>(signal.front())));
    if (events.find(digit) == std::string_view::npos)
        return {};
    return {.kind = InfoDigit::Kind::digit, .digit = digit};
}

/** The value of the first line `name=value` of one of two names; blanks do not count. */
std::string_view value_of(std::string_view body, std::string_view name, std::string_view other_name = {})
{
    while (!body.empty()) {
        auto end = body.find_first_of("\r\n");
        auto line = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        auto equals = line.find('=');
        if (equals == std::string_view::npos)
            continue;
        auto word = sipcore::lower(trimmed(line.substr(0, equals)));
        if (word == name || (!other_name.empty() && word == other_name))
            return trimmed(line.substr(equals + 1));
    }
    return {};
}

/** Longest digit that is passed on. */
constexpr int longest = 10000;

/** Reads `Signal=` and `Duration=`. */
InfoDigit read_relay(std::string_view body)
{
    auto result = meaning(value_of(body, "signal", "d"));
    if (auto duration = number(value_of(body, "duration")); duration && *duration > 0)
        result.duration = std::chrono::milliseconds{std::min(*duration, longest)};
    return result;
}

}  // namespace

InfoDigit read_info_digit(std::string_view content_type, std::string_view body)
{
    auto type = sipcore::lower(trimmed(content_type.substr(0, content_type.find(';'))));
    if (type == "application/dtmf-relay" || type == "application/vnd.nortelnetworks.digits")
        return read_relay(body);
    if (type == "application/dtmf")
        return meaning(trimmed(body));
    if (type == "application/hook-flash")
        return {.kind = InfoDigit::Kind::flash};
    if (type == "application/media_control+xml")
        return {.kind = InfoDigit::Kind::picture};
    return {.kind = InfoDigit::Kind::unknown};
}

std::string dtmf_relay_body(char digit, std::chrono::milliseconds duration)
{
    return std::format("Signal={}\r\nDuration={}\r\n", digit, duration.count());
}

std::string dtmf_body(char digit)
{
    auto event = events.find(static_cast<char>(std::toupper(static_cast<unsigned char>(digit))));
    return std::format("{}\r\n", event == std::string_view::npos ? flash_event : static_cast<int>(event));
}

}  // namespace chan_sip

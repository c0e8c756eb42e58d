// SPDX-License-Identifier: GPL-2.0-only
/** @file Decisions about session timers. */
#include "session/timer.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <limits>
#include <string_view>

#include "sipcore/letter_case.h"

namespace sipcore::session {

namespace {

using config::Refresher;
using config::SessionTimers;

/** What the RFC has as the least interval; it needs no Min-SE. @rfc{4028,5} */
constexpr seconds usual_least{90};

/** A text without blanks around it. */
std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/** Cuts off what stands before a separator, without blanks around it. */
std::string_view take(std::string_view& rest, char separator)
{
    auto end = std::min(rest.find(separator), rest.size());
    auto part = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

/** Whether a list of options has `timer`. */
bool names_timer(std::string_view list)
{
    while (!list.empty())
        if (same_name(take(list, ','), "timer"))
            return true;
    return false;
}

/** A number of seconds; more than fits is as much as fits. */
std::optional<seconds> parse_seconds(std::string_view text)
{
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    constexpr int most = std::numeric_limits<int>::max();
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return seconds{error == std::errc::result_out_of_range ? most : value};
}

/** Reads Session-Expires. @return whether that was possible */
bool read_interval(std::string_view text, TimerWords& words)
{
    words.interval = parse_seconds(take(text, ';'));
    while (!text.empty()) {
        auto parameter = take(text, ';');
        if (!same_name(take(parameter, '='), "refresher"))
            continue;
        auto side = trimmed(parameter);
        if (same_name(side, "uac"))
            words.refresher = Refresher::uac;
        else if (same_name(side, "uas"))
            words.refresher = Refresher::uas;
        else
            return false;
    }
    return words.interval.has_value();
}

/** Reads Min-SE, whose parameters mean nothing here. @return whether that was possible */
bool read_least(std::string_view text, TimerWords& words)
{
    words.least = parse_seconds(take(text, ';'));
    return words.least.has_value();
}

/** Session-Expires, as the side that sends it sees it. */
Header session_expires(const Timer& timer, Refresher us)
{
    bool uac = (us == Refresher::uac) == timer.ours;
    return {"Session-Expires", std::format("{};refresher={}", timer.interval.count(), uac ? "uac" : "uas")};
}

/** Min-SE. */
Header min_se(seconds least)
{
    return {"Min-SE", std::to_string(least.count())};
}

/** The interval that a request comes to. */
seconds granted(const TimerRules& rules, const TimerWords& asked)
{
    if (!asked.interval)
        return std::max(rules.most, asked.least.value_or(rules.most));
    bool more_wanted = asked.least && *asked.least > rules.most;
    return more_wanted ? *asked.interval : std::min(*asked.interval, rules.most);
}

/** A timer that only we know of: the other side cannot do it. */
TimerAnswer answer_without(const TimerRules& rules, const std::optional<Timer>& current)
{
    if (!current && rules.mode != SessionTimers::originate)
        return {};
    auto timer = current.value_or(Timer{rules.most, true, true});
    return {timer, {session_expires(timer, Refresher::uas)}};
}

}  // namespace

TimerRules timer_rules(const config::Endpoint& settings)
{
    return {settings.timers, std::max(settings.timers_sess_expires, settings.timers_min_se), settings.timers_min_se,
            settings.timers_refresher};
}

Result<TimerWords> read_timer(const std::vector<Header>& headers)
{
    TimerWords words;
    for (const auto& [name, value] : headers) {
        if (same_name(name, "Require"))
            words.required = words.required || names_timer(value);
        else if (same_name(name, "Supported") || same_name(name, "k"))
            words.supported = words.supported || names_timer(value);
        else if ((same_name(name, "Session-Expires") || same_name(name, "x")) && !words.interval && !read_interval(value, words))
            return std::unexpected{Error{400, "Session-Expires Invalid Syntax"}};
        else if (same_name(name, "Min-SE") && !words.least && !read_least(value, words))
            return std::unexpected{Error{400, "Min-SE Invalid Syntax"}};
    }
    words.supported = words.supported || words.required;
    return words;
}

std::expected<TimerAnswer, TimerRefusal> answer_timer(const TimerRules& rules, const TimerWords& asked, const std::optional<Timer>& current)
{
    if (rules.mode == SessionTimers::refuse) {
        if (asked.required)
            return std::unexpected{TimerRefusal{420, "Option Disabled", {{"Unsupported", "timer"}}}};
        return TimerAnswer{};
    }
    if (asked.interval && *asked.interval < rules.least)
        return std::unexpected{TimerRefusal{422, "Session Interval Too Small", {min_se(rules.least)}}};
    if (!asked.supported)
        return answer_without(rules, current);
    auto refresher = asked.refresher.value_or(rules.preferred);
    Timer timer{granted(rules, asked), refresher != Refresher::uac, true};
    return TimerAnswer{timer, {session_expires(timer, Refresher::uas), {"Require", "timer"}}};
}

std::vector<Header> ask_timer(const TimerRules& rules, const std::optional<Timer>& current)
{
    std::vector<Header> headers;
    if (rules.mode == SessionTimers::refuse)
        return headers;
    bool begins = !current && rules.mode == SessionTimers::originate;
    if (begins)
        headers.push_back({"Session-Expires", std::to_string(rules.most.count())});
    else if (current && current->told)
        headers.push_back(session_expires(*current, Refresher::uac));
    if (begins || rules.least != usual_least)
        headers.push_back(min_se(rules.least));
    return headers;
}

Result<std::optional<Timer>> settle_timer(const TimerRules& rules, const TimerWords& answered, const std::optional<Timer>& current)
{
    if (rules.mode == SessionTimers::refuse)
        return std::nullopt;
    if (!answered.interval)
        return current || rules.mode != SessionTimers::originate ? current : Timer{rules.most, true, false};
    if (*answered.interval < rules.least)
        return std::unexpected{Error{500, "Session Interval Too Small"}};
    bool ours = answered.refresher ? *answered.refresher == Refresher::uac : !current || current->ours;
    return Timer{*answered.interval, ours, true};
}

bool raise_timer(TimerRules& rules, const TimerWords& refused)
{
    if (rules.mode == SessionTimers::refuse || !refused.least || *refused.least <= rules.least)
        return false;
    rules.least = *refused.least;
    rules.most = std::max(rules.most, rules.least);
    return true;
}

seconds timer_due(const Timer& timer)
{
    constexpr seconds most_ahead{32};
    return timer.ours ? timer.interval / 2 : timer.interval - std::min(timer.interval / 3, most_ahead);
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file The state machine of a registration. */
#include "outbound_registration/decide.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sipcore::outbound_registration {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/** Challenges that are answered before an attempt counts as lost. */
constexpr unsigned most_answers = 3;
/** A refresh is this long before the end. */
constexpr milliseconds guard{15000};
/** Lifetimes up to this have a smaller guard. */
constexpr seconds short_lifetime{30};

/** Registrations begin this far apart, when there are not so many that their lifetime would pass meanwhile. */
constexpr milliseconds widest_gap{100};

/** A REGISTER goes out, the first of an attempt. */
Step send(State state, const Rules& rules, Action action = {})
{
    ++state.attempts;
    state.answers = 0;
    // What stands stays what it is while it is refreshed.
    if (state.status != RegistrationStatus::registered)
        state.status = RegistrationStatus::request_sent;
    action.send = Action::Send::request;
    action.timer = rules.timeout;
    return {state, action};
}

/** It is over until it begins again. */
Step end(State state, RegistrationStatus status)
{
    state.status = status;
    Action action;
    action.stop_timer = true;
    action.announce = true;
    return {state, action};
}

/** 2xx. */
Step on_success(State state, const Answer& answer, const Rules& rules)
{
    auto granted = answer.contact_expires ? *answer.contact_expires : answer.expires ? *answer.expires : rules.usual;
    // A server that grants nothing is asked again in the time of one that says nothing.
    auto after = granted > seconds{0} ? refresh_after(granted) : milliseconds{rules.timeout};
    state.status = RegistrationStatus::registered;
    state.attempts = 0;
    state.answers = 0;
    state.refresh = std::chrono::duration_cast<seconds>(after);
    Action action;
    action.timer = after;
    action.announce = true;
    return {state, action};
}

/** 401 and 407. */
Step on_challenge(State state, const Answer& answer)
{
    if (!answer.challenge || state.answers >= most_answers)
        return {state, {}};  // the timer begins a new attempt
    ++state.answers;
    ++state.attempts;
    if (state.status != RegistrationStatus::registered)
        state.status = RegistrationStatus::auth_sent;
    Action action;
    action.send = Action::Send::answered_challenge;
    return {state, action};
}

/** 423. */
Step on_too_brief(State state, const Answer& answer, const Rules& rules)
{
    if (answer.min_expires && *answer.min_expires > rules.longest)
        return end(state, RegistrationStatus::rejected);
    // A server that wants more without saying how much, or no more than was asked, is asked again in its own time.
    if (!answer.min_expires || *answer.min_expires <= state.expiration)
        return {state, {}};
    state.expiration = *answer.min_expires;
    state.status = RegistrationStatus::request_sent;
    Action action;
    action.announce = true;
    return send(state, rules, action);
}

}  // namespace

std::optional<std::chrono::seconds> read_seconds(std::string_view text)
{
    unsigned number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end == text.data())
        return std::nullopt;
    return std::chrono::seconds{number};
}

Rules rules_of(const config::Config& config)
{
    const auto& retry = config.global.registration_retry;
    return {retry.interval, retry.max_retries, retry.after_forbidden, config.global.maximum_expiration,
            config.global.default_expiration};
}

std::chrono::milliseconds refresh_after(std::chrono::seconds granted)
{
    milliseconds whole{std::max(granted, seconds{0})};
    if (granted > short_lifetime)
        return whole - guard;
    auto left = whole - std::max(whole / 5, milliseconds{500});
    return std::max(left, milliseconds{500});
}

std::optional<std::chrono::seconds> granted_to(const std::vector<std::string_view>& contacts, std::string_view ours)
{
    auto user = ours.substr(0, ours.find('@') + 1);
    for (auto wanted : {ours, user}) {
        for (auto value : contacts) {
            auto at = wanted.empty() ? value.npos : value.find(wanted);
            auto expires = at == value.npos ? at : value.find("expires=", at + wanted.size());
            auto next = at == value.npos ? at : value.find(',', at);
            if (expires != value.npos && expires < next)
                return read_seconds(value.substr(expires + 8));
        }
    }
    return std::nullopt;
}

std::chrono::milliseconds start_of(std::size_t number, std::size_t count, std::chrono::seconds usual)
{
    auto gap = std::min(widest_gap, milliseconds{usual} / static_cast<long>(std::max<std::size_t>(count, 1)));
    return gap * static_cast<long>(number + 2);
}

Step begin(State state, const Rules& rules)
{
    state.status = RegistrationStatus::unregistered;
    state.attempts = 0;
    Action action;
    action.find_anew = true;
    return send(state, rules, action);
}

Step refresh(State state, const Rules& rules)
{
    return send(state, rules);
}

Step on_answer(State state, const Answer& answer, const Rules& rules)
{
    if (answer.status >= 200 && answer.status < 300)
        return on_success(state, answer, rules);
    switch (answer.status) {
    case 401:
    case 407: return on_challenge(state, answer);
    case 403: {
        if (!rules.retry_forbidden)
            return end(state, RegistrationStatus::no_authentication);
        Action action;
        action.forget_challenge = true;
        return {state, action};
    }
    case 400:
    case 404:
    case 414:
    case 479:
    case 493: return end(state, RegistrationStatus::rejected);
    case 408: state.attempts = 0; return {state, {}};
    case 423: return on_too_brief(state, answer, rules);
    default: return {state, {}};  // dropped; the timer begins a new attempt
    }
}

Step on_silence(State state, const Rules& rules)
{
    if (rules.attempts > 0 && state.attempts >= rules.attempts)
        return end(state, RegistrationStatus::failed);
    state.status = RegistrationStatus::unregistered;
    Action action;
    action.announce = true;
    action.find_anew = true;
    return send(state, rules, action);
}

Step on_unreachable(State state, const Rules& rules)
{
    // Its REGISTER was counted when it was to be sent; the timer, which runs, begins the next attempt.
    state.status = RegistrationStatus::unregistered;
    Action action;
    action.timer = rules.timeout;
    return {state, action};
}

}  // namespace sipcore::outbound_registration

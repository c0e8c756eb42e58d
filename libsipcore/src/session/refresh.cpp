// SPDX-License-Identifier: GPL-2.0-only
/** @file The session timer of a call, as it runs: what is decided about it is in timer.cpp. @rfc{4028,10} */
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

std::expected<TimerAnswer, TimerRefusal> CallSession::answer_timer(const std::vector<Header>& headers) const
{
    auto words = read_timer(headers);
    if (!words)
        return std::unexpected{TimerRefusal{words.error().status, words.error().reason, {}}};
    return session::answer_timer(timer_rules_, *words, timer_);
}

std::vector<Header> CallSession::start_timer()
{
    auto answer = std::exchange(timer_answer_, std::nullopt);
    if (!answer)
        return {};
    run_timer(answer->timer);
    return std::move(answer->headers);
}

bool CallSession::settle_timer(const std::vector<Header>& headers)
{
    auto words = read_timer(headers);
    auto settled = words ? session::settle_timer(timer_rules_, *words, timer_) : std::unexpected{words.error()};
    if (!settled) {
        log::warning("The session timer that {} wants is not possible: {}", begun_.remote.text(), settled.error().reason);
        return false;
    }
    run_timer(*settled);
    return true;
}

void CallSession::run_timer(const std::optional<Timer>& timer)
{
    timer_ = timer;
    refresh_unanswered_ = false;
    timer_alarm_.cancel();
    auto shown = timer ? std::optional{SessionTimer{timer->interval, timer_rules_.least, timer->ours, timer->told}} : std::nullopt;
    update([&](SessionSnapshot& s) { s.timer = shown; });
    if (timer)
        timer_alarm_.set(begun_.core.pj_endpoint(), timer_due(*timer).count() * begun_.times.timer_second, shared_from_this(),
                         &CallSession::timer_came);
}

void CallSession::timer_came()
{
    timer_alarm_.came();
    if (!timer_ || hanging_up_ || !listener_)
        return;
    if (!timer_->ours || refresh_unanswered_)
        return listener_->on_session_expired();
    refresh_unanswered_ = true;     // until an answer begins the timer anew
    timer_alarm_.set(begun_.core.pj_endpoint(), timer_due(*timer_).count() * begun_.times.timer_second, shared_from_this(),
                     &CallSession::timer_came);
    listener_->on_refresh_due();
}

}  // namespace sipcore::session

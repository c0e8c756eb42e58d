// SPDX-License-Identifier: GPL-2.0-only
/** @file Several legs as one call. */
#include "session/parallel_call.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sipcore::session {

namespace {

/** Tells a leg that somebody else answered, so that it does not show as missed. */
Hangup answered_elsewhere()
{
    return {487, "", {{"Reason", R"(SIP;cause=200;text="Call completed elsewhere")"}}};
}

}  // namespace

std::size_t best_failure(const std::vector<Termination>& failures)
{
    constexpr int busy = 486;
    auto rank = [](const Termination& each) {
        bool told = each.by == Termination::By::peer && each.status >= 300;
        return std::tuple{!told, each.status / 100 != 6, each.status != busy, each.status};
    };
    return static_cast<std::size_t>(std::ranges::min_element(failures, {}, rank) - failures.begin());
}

/** What a leg tells. */
class ParallelCall::Listener final : public SessionListener {
public:
    /** Of one leg. */
    Listener(std::shared_ptr<ParallelCall> call, std::size_t leg) : call_{std::move(call)}, leg_{leg} {}

    void on_progress(const Progress& progress) override
    {
        if (auto told = call_->listener_of(leg_, true))
            told->on_progress(progress);
    }
    void on_answered(const Answered& answered) override
    {
        bool first = call_->win(leg_);
        if (auto told = first ? call_->listener_of(leg_, false) : nullptr)
            told->on_answered(answered);
    }
    void on_response(int status, const std::string& reason, const std::vector<Header>& headers) override
    {
        constexpr int least_failure = 300;      // which failure counts is known when all have failed
        if (auto told = status < least_failure ? call_->listener_of(leg_, true) : nullptr)
            told->on_response(status, reason, headers);
    }
    void on_confirmed(const std::optional<sdp::Description>&) override {}
    void on_offer(const std::optional<sdp::Description>& offer, const std::vector<Header>& headers) override
    {
        if (auto told = call_->listener_of(leg_, true))
            told->on_offer(offer, headers);
    }
    void on_refresh_due() override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_refresh_due();
    }
    void on_session_expired() override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_session_expired();
    }
    void on_reanswered(const Result<sdp::Description>& answer) override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_reanswered(answer);
    }
    int on_info(const Body& body, const std::vector<Header>& headers) override
    {
        constexpr int no_call = 481;
        auto told = call_->listener_of(leg_, true);
        return told ? told->on_info(body, headers) : no_call;
    }
    int on_message(const Body& body) override
    {
        constexpr int no_call = 481;
        auto told = call_->listener_of(leg_, true);
        return told ? told->on_message(body) : no_call;
    }
    Result<> may_refer(const ReferRequest& request) override
    {
        auto told = call_->listener_of(leg_, false);
        return told ? told->may_refer(request) : SessionListener::may_refer(request);
    }
    void on_refer(const ReferRequest& request) override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_refer(request);
    }
    void on_refer_response(int status) override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_refer_response(status);
    }
    void on_refer_notify(std::optional<int> status) override
    {
        if (auto told = call_->listener_of(leg_, false))
            told->on_refer_notify(status);
    }
    void on_update(const std::vector<Header>& headers) override
    {
        if (auto told = call_->listener_of(leg_, true))
            told->on_update(headers);
    }
    void on_terminated(const Termination& termination) override { call_->end(leg_, termination); }

private:
    std::shared_ptr<ParallelCall> call_;
    std::size_t leg_;
};

ParallelCall::ParallelCall(std::shared_ptr<SessionListener> listener, std::size_t legs) : listener_{std::move(listener)}, legs_(legs) {}

ParallelCall::~ParallelCall() = default;

Result<std::shared_ptr<Session>> ParallelCall::begin(std::shared_ptr<SessionListener> listener,
                                                     const std::vector<EndpointStatus>& contacts, const Begin& begin)
{
    auto call = std::make_shared<ParallelCall>(std::move(listener), contacts.size());
    std::vector<std::pair<std::size_t, Error>> failed;
    for (std::size_t leg = 0; leg < contacts.size(); ++leg) {
        auto made = begin(contacts[leg], std::make_shared<Listener>(call, leg));
        if (made)
            call->add(leg, *made);
        else
            failed.emplace_back(leg, made.error());
    }
    if (failed.size() == contacts.size())
        return std::unexpected(failed.back().second);
    for (const auto& [leg, why] : failed)
        call->end(leg, Termination{Termination::By::failure, false, why.status, why.reason, {}, {}});
    return call;
}

void ParallelCall::add(std::size_t leg, const std::shared_ptr<Session>& session)
{
    std::optional<Hangup> over;
    {
        std::lock_guard lock{mutex_};
        legs_[leg].session = session;
        if (hanging_up_)
            over = hanging_up_;
        else if (winner_ && *winner_ != leg)
            over = answered_elsewhere();
    }
    if (over)
        session->hang_up(*over);
}

std::shared_ptr<Session> ParallelCall::chosen() const
{
    std::lock_guard lock{mutex_};
    if (winner_)
        return legs_[*winner_].session;
    auto at = std::ranges::find_if(legs_, [](const Leg& leg) { return leg.session && !leg.ended; });
    if (at == legs_.end())
        at = std::ranges::find_if(legs_, [](const Leg& leg) { return leg.session != nullptr; });
    return at->session;
}

std::vector<std::shared_ptr<Session>> ParallelCall::others(std::optional<std::size_t> than) const
{
    std::vector<std::shared_ptr<Session>> others;
    std::lock_guard lock{mutex_};
    for (std::size_t leg = 0; leg < legs_.size(); ++leg)
        if (leg != than && legs_[leg].session && !legs_[leg].ended)
            others.push_back(legs_[leg].session);
    return others;
}

std::shared_ptr<SessionListener> ParallelCall::listener_of(std::size_t leg, bool early) const
{
    std::lock_guard lock{mutex_};
    return (winner_ ? *winner_ == leg : early && !hanging_up_) ? listener_ : nullptr;
}

bool ParallelCall::win(std::size_t leg)
{
    std::shared_ptr<Session> late;
    {
        std::lock_guard lock{mutex_};
        if (winner_ || hanging_up_)
            late = legs_[leg].session;
        else
            winner_ = leg;
    }
    if (late)
        late->hang_up({});
    else
        for (const auto& other : others(leg))
            other->hang_up(answered_elsewhere());
    return !late;
}

void ParallelCall::end(std::size_t leg, const Termination& termination)
{
    constexpr int everywhere = 6;
    std::shared_ptr<SessionListener> told;
    std::optional<Termination> outcome;
    bool nobody_else = false;
    {
        std::lock_guard lock{mutex_};
        legs_[leg].ended = termination;
        bool all = std::ranges::all_of(legs_, [](const Leg& each) { return each.ended.has_value(); });
        if (winner_ == leg) {
            outcome = termination;
        } else if (!winner_ && all) {
            std::vector<Termination> failures;
            for (const auto& each : legs_)
                failures.push_back(*each.ended);
            outcome = hanging_up_ ? termination : failures[best_failure(failures)];
        } else if (!winner_ && !hanging_up_) {
            nobody_else = termination.by == Termination::By::peer && termination.status / 100 == everywhere;
        }
        if (outcome && !std::exchange(finished_, true))
            told = std::exchange(listener_, nullptr);
    }
    if (nobody_else)
        for (const auto& other : others(leg))
            other->hang_up({});
    if (!told)
        return;
    if (outcome->status >= 300 && outcome->by == Termination::By::peer)
        told->on_response(outcome->status, outcome->reason, outcome->headers);
    told->on_terminated(*outcome);
}

void ParallelCall::set_listener(std::shared_ptr<SessionListener> listener)
{
    std::lock_guard lock{mutex_};
    listener_ = std::move(listener);
}

void ParallelCall::set_log_call(log::CallId call)
{
    for (const auto& leg : others(std::nullopt))
        leg->set_log_call(call);
}

void ParallelCall::await_host(std::move_only_function<bool()> taken_up)
{
    chosen()->await_host(std::move(taken_up));
}

void ParallelCall::progress(int, std::string, std::optional<sdp::Description>, std::vector<Header>) {}

void ParallelCall::accept(sdp::Description, std::vector<Header>) {}

void ParallelCall::hang_up(Hangup hangup)
{
    {
        std::lock_guard lock{mutex_};
        if (!winner_)
            hanging_up_ = hangup;
    }
    for (const auto& leg : others(std::nullopt))
        leg->hang_up(hangup);
}

void ParallelCall::reoffer(sdp::Description offer, std::vector<Header> headers, OfferBy by)
{
    chosen()->reoffer(std::move(offer), std::move(headers), by);
}

void ParallelCall::answer(Result<sdp::Description> description)
{
    chosen()->answer(std::move(description));
}

void ParallelCall::send_info(Body body, std::vector<Header> headers)
{
    chosen()->send_info(std::move(body), std::move(headers));
}

void ParallelCall::send_message(Body body)
{
    chosen()->send_message(std::move(body));
}

void ParallelCall::notify_refer(unsigned id, std::string outcome)
{
    chosen()->notify_refer(id, std::move(outcome));
}

void ParallelCall::refer(std::string refer_to, std::vector<Header> headers)
{
    chosen()->refer(std::move(refer_to), std::move(headers));
}

void ParallelCall::tell_party(std::vector<Header> headers)
{
    for (const auto& leg : others(std::nullopt))
        leg->tell_party(headers);
}

}  // namespace sipcore::session

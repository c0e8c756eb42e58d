// SPDX-License-Identifier: GPL-2.0-only
/** @file What a registration of ours does next. Rows: docs/spec/behaviour/outbound-registration.md. */
#include "outbound_registration/decide.h"

#include <gtest/gtest.h>

namespace sipcore::outbound_registration {

namespace {

using namespace std::chrono_literals;
/** Short for the words of its states. */
using Status = RegistrationStatus;

/** A registration whose first REGISTER is under way. */
State sent()
{
    return begin(State{}, Rules{}).state;
}
/** A registration that stands. */
State standing()
{
    return on_answer(sent(), {.status = 200, .expires = 120s}, Rules{}).state;
}

TEST(RegistrationDecision, SendsAndWaitsForTheAnswer)  // outreg-2-2, outreg-5-1
{
    auto step = begin(State{}, Rules{});
    EXPECT_EQ(step.state.status, Status::request_sent);
    EXPECT_EQ(step.state.attempts, 1U);
    EXPECT_EQ(step.action.send, Action::Send::request);
    EXPECT_EQ(step.action.timer, 20s);
    EXPECT_TRUE(step.action.find_anew);
    EXPECT_FALSE(step.action.announce);
}

TEST(RegistrationDecision, TriesAgainAtOnceWhenNothingCame)  // outreg-2-3
{
    auto step = on_silence(sent(), Rules{});
    EXPECT_EQ(step.state.status, Status::request_sent);
    EXPECT_EQ(step.state.attempts, 2U);
    EXPECT_EQ(step.action.send, Action::Send::request);
    EXPECT_TRUE(step.action.find_anew);
    EXPECT_TRUE(step.action.announce);
}

TEST(RegistrationDecision, GivesUpAfterTheAttemptsThatMayBe)  // outreg-2-3
{
    Rules rules;
    rules.attempts = 2;
    auto step = on_silence(sent(), rules);
    ASSERT_EQ(step.action.send, Action::Send::request);
    step = on_silence(step.state, rules);
    EXPECT_EQ(step.state.status, Status::failed);
    EXPECT_EQ(step.action.send, Action::Send::nothing);
    EXPECT_TRUE(step.action.stop_timer);
    EXPECT_TRUE(step.action.announce);
}

TEST(RegistrationDecision, WaitsWhenTheServerIsNotFound)  // outreg-2-4
{
    auto before = sent();
    auto step = on_unreachable(before, Rules{});
    EXPECT_EQ(step.state.attempts, before.attempts);
    EXPECT_EQ(step.state.status, Status::unregistered);
    EXPECT_EQ(step.action.timer, 20s);
    EXPECT_EQ(step.action.send, Action::Send::nothing);
}

TEST(RegistrationDecision, StandsAfterA200)  // outreg-2-5
{
    auto state = sent();
    state.attempts = 7;
    auto step = on_answer(state, {.status = 200, .contact_expires = 300s, .expires = 60s}, Rules{});
    EXPECT_EQ(step.state.status, Status::registered);
    EXPECT_EQ(step.state.attempts, 0U);
    EXPECT_EQ(step.action.timer, 285s);
    EXPECT_EQ(step.state.refresh, 285s);
    EXPECT_TRUE(step.action.announce);
}

TEST(RegistrationDecision, TakesTheLifetimeFromContactThenExpiresThenTheUsualOne)  // outreg-2-9
{
    EXPECT_EQ(on_answer(sent(), {.status = 200, .expires = 60s}, Rules{}).action.timer, 45s);
    EXPECT_EQ(on_answer(sent(), {.status = 200}, Rules{}).action.timer, 105s);
}

TEST(RegistrationDecision, RefreshesBeforeTheEnd)  // outreg-2-9
{
    EXPECT_EQ(refresh_after(31s), 16s);
    EXPECT_EQ(refresh_after(30s), 24s);
    EXPECT_EQ(refresh_after(10s), 8s);
    EXPECT_EQ(refresh_after(2s), 1500ms);
    EXPECT_EQ(refresh_after(1s), 500ms);
}

TEST(RegistrationDecision, DoesNotHurryWhenNothingIsGranted)
{
    EXPECT_EQ(on_answer(sent(), {.status = 200, .contact_expires = 0s}, Rules{}).action.timer, 20s);
}

TEST(RegistrationDecision, StaysRegisteredWhileItIsRefreshed)  // outreg-5-1
{
    auto step = refresh(standing(), Rules{});
    EXPECT_EQ(step.state.status, Status::registered);
    EXPECT_EQ(step.action.send, Action::Send::request);
    EXPECT_FALSE(step.action.find_anew);
    step = on_answer(step.state, {.status = 401, .challenge = true}, Rules{});
    EXPECT_EQ(step.state.status, Status::registered);
}

TEST(RegistrationDecision, AnswersThreeChallengesAndNoMore)  // outreg-4-1
{
    auto state = sent();
    for (unsigned i = 1; i <= 3; ++i) {
        auto step = on_answer(state, {.status = i == 2 ? 407 : 401, .challenge = true}, Rules{});
        EXPECT_EQ(step.action.send, Action::Send::answered_challenge);
        EXPECT_EQ(step.state.status, Status::auth_sent);
        EXPECT_EQ(step.state.attempts, i + 1);  // outreg-2-8
        EXPECT_FALSE(step.action.timer) << "the timer of the first one runs on";
        state = step.state;
    }
    auto step = on_answer(state, {.status = 401, .challenge = true}, Rules{});
    EXPECT_EQ(step.action, Action{});
    EXPECT_EQ(on_silence(step.state, Rules{}).state.answers, 0U);
}

TEST(RegistrationDecision, WaitsWhenAChallengeCannotBeAnswered)  // outreg-4-1
{
    EXPECT_EQ(on_answer(sent(), {.status = 401}, Rules{}).action, Action{});
}

TEST(RegistrationDecision, EndsWhenItIsForbidden)  // outreg-4-2
{
    auto step = on_answer(sent(), {.status = 403}, Rules{});
    EXPECT_EQ(step.state.status, Status::no_authentication);
    EXPECT_TRUE(step.action.stop_timer);
    EXPECT_TRUE(step.action.announce);
}

TEST(RegistrationDecision, TriesAForbiddenOneAgainWhereThatIsWanted)  // outreg-4-2
{
    Rules rules;
    rules.retry_forbidden = true;
    auto step = on_answer(sent(), {.status = 403}, rules);
    EXPECT_EQ(step.state.status, Status::request_sent);
    EXPECT_TRUE(step.action.forget_challenge);
    EXPECT_FALSE(step.action.stop_timer);
    EXPECT_FALSE(step.action.announce);
}

TEST(RegistrationDecision, EndsWhenItIsRefusedForGood)  // outreg-4-3, outreg-4-4, outreg-4-8
{
    for (int status : {400, 404, 414, 479, 493}) {
        auto step = on_answer(sent(), {.status = status}, Rules{});
        EXPECT_EQ(step.state.status, Status::rejected) << status;
        EXPECT_TRUE(step.action.stop_timer) << status;
        EXPECT_TRUE(step.action.announce) << status;
    }
}

TEST(RegistrationDecision, CountsFromTheBeginningAfterA408)  // outreg-4-5
{
    auto state = sent();
    state.attempts = 9;
    auto step = on_answer(state, {.status = 408}, Rules{});
    EXPECT_EQ(step.state.attempts, 0U);
    EXPECT_EQ(step.action, Action{});
}

TEST(RegistrationDecision, AsksForAsMuchAsTheServerWants)  // outreg-4-6
{
    auto step = on_answer(sent(), {.status = 423, .min_expires = 600s}, Rules{});
    EXPECT_EQ(step.state.expiration, 600s);
    EXPECT_EQ(step.state.status, Status::request_sent);
    EXPECT_EQ(step.action.send, Action::Send::request);
    EXPECT_TRUE(step.action.announce);
}

TEST(RegistrationDecision, DoesNotAskForMoreThanTheLongest)  // outreg-4-6
{
    auto step = on_answer(sent(), {.status = 423, .min_expires = 3601s}, Rules{});
    EXPECT_EQ(step.state.status, Status::rejected);
    EXPECT_EQ(step.action.send, Action::Send::nothing);
}

TEST(RegistrationDecision, IsNotDrivenInCirclesByA423)
{
    EXPECT_EQ(on_answer(sent(), {.status = 423}, Rules{}).action, Action{});
    EXPECT_EQ(on_answer(sent(), {.status = 423, .min_expires = 60s}, Rules{}).action, Action{});
}

TEST(RegistrationDecision, LeavesAllElseToTheTimer)  // outreg-4-7
{
    for (int status : {301, 302, 402, 480, 486, 500, 503, 504, 600, 603}) {
        auto step = on_answer(sent(), {.status = status}, Rules{});
        EXPECT_EQ(step.action, Action{}) << status;
        EXPECT_EQ(step.state.status, Status::request_sent) << status;
    }
}

TEST(RegistrationDecision, BeginsAnewAfterTheNetworkChanged)  // outreg-2-1, outreg-4-8
{
    for (auto status : {Status::rejected, Status::failed, Status::no_authentication, Status::registered}) {
        State state;
        state.status = status;
        state.attempts = 5;
        auto step = begin(state, Rules{});
        EXPECT_EQ(step.state.status, Status::request_sent);
        EXPECT_EQ(step.state.attempts, 1U);
    }
}

TEST(RegistrationDecision, HasTheWordsThatAreShown)  // outreg-5-1
{
    EXPECT_EQ(text_of(Status::unregistered), "Unregistered");
    EXPECT_EQ(text_of(Status::request_sent), "Request Sent");
    EXPECT_EQ(text_of(Status::auth_sent), "Auth. Sent");
    EXPECT_EQ(text_of(Status::registered), "Registered");
    EXPECT_EQ(text_of(Status::rejected), "Rejected");
    EXPECT_EQ(text_of(Status::no_authentication), "No Authentication");
    EXPECT_EQ(text_of(Status::failed), "Failed");
}

TEST(GrantedLifetime, IsThatOfOurContactWhateverElseIsEchoed)  // outreg-2-5
{
    constexpr std::string_view ours = "sip:sales@192.0.2.1";
    EXPECT_EQ(granted_to({"<sip:sales@192.0.2.1>;expires=600"}, ours), 600s);
    EXPECT_EQ(granted_to({"<sip:other@198.51.100.7>;expires=60", "<sip:sales@192.0.2.1>;q=1;expires=600"}, ours), 600s);
    EXPECT_EQ(granted_to({"<sip:sales@192.0.2.1>, <sip:other@198.51.100.7>;expires=60"}, ours), std::nullopt);
    EXPECT_EQ(granted_to({"<sip:other@198.51.100.7>;expires=60"}, ours), std::nullopt);
    EXPECT_EQ(granted_to({"<sip:sales@192.0.2.1:62001>;expires=90"}, ours), 90s);
    EXPECT_EQ(granted_to({"<sip:sales@203.0.113.9:62001;line=7>;expires=90"}, ours), 90s) << "the address was written anew";
    EXPECT_EQ(granted_to({"<sip:sales@203.0.113.9>;expires=30", "<sip:sales@192.0.2.1>;expires=600"}, ours), 600s);
    EXPECT_EQ(granted_to({"<sip:sales@192.0.2.1>;expires=soon"}, ours), std::nullopt);
    EXPECT_EQ(granted_to({}, ours), std::nullopt);
}

TEST(RegistrationStart, IsSpreadOverAtMostOneLifetime)  // outreg-2-1
{
    EXPECT_EQ(start_of(0, 1, 120s), 200ms);
    EXPECT_EQ(start_of(999, 1000, 120s), 100ms * 1001);
    EXPECT_EQ(start_of(0, 2000, 120s), 120ms);
    EXPECT_LE(start_of(1999, 2000, 120s), 120s + 120ms);
    EXPECT_EQ(start_of(5, 0, 120s), 700ms);
}

}  // namespace

}  // namespace sipcore::outbound_registration

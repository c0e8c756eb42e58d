// SPDX-License-Identifier: GPL-2.0-only
/** @file Races of calls that carol makes: how they begin, how they end, offers that meet. */
#include "loopback/call_races.h"

namespace sipcore::loopback {

namespace {

TEST_F(CallRaces, CancelMeetsOurAnswer)  // call-5-17
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls(turn);
        dawdle();
        accept(session);
        dawdle();
        carol_cancels();
        ASSERT_TRUE(until([&] { return phone_->finals == turn + 1; }));
        // when the answer won, the call stands, and carol ends it as a caller does who gave up
        if (phone_->last_success().header("Call-ID") == id_)
            carol_asks("BYE", 2);
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, OurCancelMeetsTheirAnswer)  // call-6-34
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = we_call();
        auto invite = phone_->last_invite();
        carol_.send(carol_.respond(invite, 180, "Ringing", std::format("Contact: <sip:carol@{}>\r\n", carol_.address())));
        dawdle();
        session->hang_up({});
        dawdle();
        phone_->answer(invite, 200);
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, OurHangUpMeetsTheirFirstResponse)  // call-6-34
{
    constexpr int statuses[] = {180, 183, 200, 404, 486, 302};
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = we_call();
        auto invite = phone_->last_invite();
        dawdle();
        session->hang_up({});
        phone_->answer(invite, statuses[turn % std::size(statuses)]);
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, ByeMeetsBye)
{
    end_in(Stage::up, true, true);
}

TEST_F(CallRaces, WeRefuseAtOnce)
{
    end_in(Stage::asked, true, false);
}

TEST_F(CallRaces, TheyCancelAtOnce)
{
    end_in(Stage::asked, false, true);
}

TEST_F(CallRaces, RefusalMeetsCancel)
{
    end_in(Stage::asked, true, true);
}

TEST_F(CallRaces, WeRefuseWhileItRings)
{
    end_in(Stage::ringing, true, false);
}

TEST_F(CallRaces, TheyCancelWhileItRings)
{
    end_in(Stage::ringing, false, true);
}

TEST_F(CallRaces, RefusalMeetsCancelWhileItRings)
{
    end_in(Stage::ringing, true, true);
}

TEST_F(CallRaces, WeHangUpBeforeTheAck)
{
    end_in(Stage::answered, true, false);
}

TEST_F(CallRaces, TheyHangUpBeforeTheAck)
{
    end_in(Stage::answered, false, true);
}

TEST_F(CallRaces, WeHangUp)
{
    end_in(Stage::up, true, false);
}

TEST_F(CallRaces, TheyHangUp)
{
    end_in(Stage::up, false, true);
}

TEST_F(CallRaces, OffersMeet)  // call-1-4, call-6-30
{
    phone_->invite_status = 0;
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls_until(Stage::up, turn);
        auto invites = phone_->invites.load();
        auto finals = phone_->finals.load();
        session->reoffer(sdp::offer(our_side()));
        dawdle();
        carol_asks("INVITE", 2);
        // hers is refused when ours was out already; otherwise it is ours to answer, and ours waits for it
        ASSERT_TRUE(until([&] { return phone_->finals > finals || phone_->invites > invites || desk_.diary->offers > turn; }));
        phone_->invite_status = 491;
        if (phone_->invites > invites)
            phone_->answer(phone_->last_invite(), 491);
        session->answer(sdp::answer(*call_.offer, our_side())->description);
        phone_->invite_status = 200;
        session->hang_up({});
        expect_end(turn + 1);
        phone_->invite_status = 0;
    }
}

TEST_F(CallRaces, TheFeatureGoesWhileCallsBeginAndEnd)
{
    std::atomic<bool> stop{false};
    std::thread caller{[&] {
        for (unsigned turn = 0; !stop; ++turn) {
            carol_.send(carol_.make("INVITE", "sip:600@" + server().text(), "carol", std::format("go-{}", turn), 1, sdp_type, their_sdp));
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }};
    for (int i = 0; i < 20; ++i)
        if (auto session = desk_.next())
            session->hang_up({486, "Busy here", {}});
    calls_.reset();
    stop = true;
    caller.join();
    auto again = Calls::create(*stack_, desk_, times());
    ASSERT_TRUE(again);
    calls_ = std::move(*again);
}

}  // namespace

}  // namespace sipcore::loopback

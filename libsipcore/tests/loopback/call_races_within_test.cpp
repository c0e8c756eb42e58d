// SPDX-License-Identifier: GPL-2.0-only
/** @file Races within calls: UPDATEs, transfers whose call ends, and calls of ours that both sides end. */
#include "loopback/call_races.h"

namespace sipcore::loopback {

namespace {

TEST_F(CallRaces, OffersByUpdateMeet)  // call-1-4, call-6-30
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls_until(Stage::up, turn);
        auto offers = desk_.diary->offers.load();
        session->reoffer(sdp::offer(our_side()));
        dawdle();
        carol_offers_by_update(2);
        // hers is refused when ours is out; otherwise it is ours to answer, and ours goes out behind that
        ASSERT_TRUE(until([&] { return phone_->updates_answered == turn + 1 || desk_.diary->offers > offers; }));
        session->answer(sdp::answer(*call_.offer, our_side())->description);
        ASSERT_TRUE(until([&] { return phone_->updates_answered == turn + 1; }));
        session->hang_up({});
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, AnOfferByUpdateMeetsOurHangUp)
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls_until(Stage::up, turn);
        carol_offers_by_update(2);
        dawdle();
        session->hang_up({});
        ASSERT_TRUE(until([&] { return phone_->updates_answered == turn + 1; })) << "nobody is left without an answer";
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, ATransferMeetsTheEndFromEitherSide)
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls_until(Stage::up, turn);
        desk_.diary->refer = 0;
        carol_asks("REFER", 2, "Refer-To: <sip:700@example.com>\r\n");
        dawdle();
        switch (turn % 3) {
        case 0:     // she hangs up at once, as many phones do
            carol_asks("BYE", 3);
            break;
        case 1:     // we hang up, as when her target did
            session->hang_up({});
            break;
        default:    // both
            session->hang_up({});
            carol_asks("BYE", 3);
        }
        session->notify_refer(desk_.diary->refer, "503 Service Unavailable");
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, OurRingingCallIsTakenBackAndRefused)  // call-6-34
{
    constexpr int statuses[] = {486, 603, 480, 404};
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = we_call();
        auto invite = phone_->last_invite();
        phone_->answer(invite, 180);
        dawdle();
        session->hang_up({});
        dawdle();
        phone_->answer(invite, statuses[turn % std::size(statuses)]);
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, OurCallThatIsUpIsEndedByBoth)
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = we_call();
        auto invite = phone_->last_invite();
        auto acks = phone_->acks.load();
        phone_->answer(invite, 200);
        ASSERT_TRUE(until([&] { return phone_->acks > acks; }));
        dawdle();
        session->hang_up({});
        dawdle();
        carol_ends(invite);
        expect_end(turn + 1);
    }
}

TEST_F(CallRaces, OurRefreshMeetsTheirBye)
{
    for (unsigned turn = 0; turn < turns() && !HasFailure(); ++turn) {
        auto session = carol_calls_until(Stage::up, turn);
        session->reoffer(sdp::offer(our_side()));
        dawdle();
        carol_asks("BYE", 2);
        expect_end(turn + 1);
    }
}

}  // namespace

}  // namespace sipcore::loopback

// SPDX-License-Identifier: GPL-2.0-only
/** @file The early end of transactions, while something else happens to them. */
#include "session/let_go.h"

#include <atomic>

#include "loopback/call_races.h"
#include "pj/runtime.h"
#include "pj/text.h"

namespace sipcore::loopback {

namespace {

/** What happens to the one transaction that a test has. */
struct Moment {
    std::atomic<unsigned> responses{0};  ///< how many came
    std::atomic<bool> let_go{false};     ///< whether the call that lets it go is over
};

/** That of the test that runs. */
Moment* moment = nullptr;

/** Dwells at the first response, where PJSIP has changed the transaction and has its lock: who asks for it has to wait. */
pj_bool_t on_response(pjsip_rx_data*)
{
    if (moment->responses++ == 0) {
        EXPECT_FALSE(until([] { return moment->let_go.load(); }, std::chrono::milliseconds{50}));
    }
    return PJ_TRUE;
}

/** Whose transactions they are. PJSIP's list of modules does not have it: that is complete once the workers have started. */
pjsip_module user = [] {
    static char name[] = "let-go-test";
    pjsip_module made{};
    made.name = {name, sizeof name - 1};
    made.id = -1;
    made.priority = PJSIP_MOD_PRIORITY_APPLICATION;
    made.on_rx_response = on_response;
    return made;
}();

class LoopbackLetGo : public LoopbackStack {};

TEST_F(LoopbackLetGo, WaitsForWhoChangesTheTransaction)
{
    pj::register_thread();
    auto& core = stack_->core();
    Moment now;
    moment = &now;
    SipPeer phone{server()};
    auto uri = "sip:nobody@" + phone.address();
    auto target = pj::borrow(uri);
    pjsip_tx_data* request = nullptr;
    ASSERT_EQ(pjsip_endpt_create_request(core.pj_endpoint(), pjsip_get_options_method(), &target, &target, &target, nullptr, nullptr, -1,
                                         nullptr, &request),
              PJ_SUCCESS);
    pjsip_transaction* transaction = nullptr;
    ASSERT_EQ(pjsip_tsx_create_uac(&user, request, &transaction), PJ_SUCCESS);
    auto key = pj::copy(transaction->transaction_key);
    core.strands().of("let-go").post([transaction] { EXPECT_EQ(pjsip_tsx_send_msg(transaction, nullptr), PJ_SUCCESS); });
    auto asked = phone.request("OPTIONS");
    ASSERT_TRUE(asked);
    phone.send(phone.respond(*asked, 180, "Ringing"));
    ASSERT_TRUE(until([&] { return now.responses == 1; }));
    session::let_go(core, key);
    now.let_go = true;
    auto is_there = [name = pj::borrow(key)] { return pjsip_tsx_layer_find_tsx2(&name, PJ_FALSE) != nullptr; };
    EXPECT_TRUE(is_there());
    phone.send(phone.respond(*asked, 200, "OK"));
    ASSERT_TRUE(until([&] { return now.responses == 2; }));
    core.strands().of("let-go").post([&] { session::let_go(core, key); });
    EXPECT_TRUE(until([&] { return !is_there(); }));
}

}  // namespace

}  // namespace sipcore::loopback

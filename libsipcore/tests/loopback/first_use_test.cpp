// SPDX-License-Identifier: GPL-2.0-only
/** @file What PJSIP puts together or notes when it is first used, without a lock: it is done before there are several threads. */
#include <atomic>
#include <thread>

#include "loopback/fixture.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "stack/core.h"

namespace sipcore::loopback {

namespace {

/** Does something in two threads at once. Nothing here orders the two, so that ThreadSanitizer sees who writes what the other one
 *  reads. */
template <class F>
void twice_at_once(F&& act)
{
    std::atomic<unsigned> ready{0};
    auto body = [&ready, &act] {
        pj::register_thread();
        ready.fetch_add(1, std::memory_order_relaxed);
        while (ready.load(std::memory_order_relaxed) < 2) {
        }
        act();
    };
    std::jthread one{body};
    std::jthread other{body};
}

class LoopbackFirstUse : public LoopbackStack {};

TEST_F(LoopbackFirstUse, ReasonPhrasesAreThereBeforeTwoThreadsAsk)
{
    twice_at_once([] { EXPECT_EQ(pj::view(*pjsip_get_status_text(486)), "Busy Here"); });
}

TEST_F(LoopbackFirstUse, ModulesAreCompleteBeforeTwoMessagesCome)
{
    // What PJSIP does first with each message.
    twice_at_once([this] { pj::settle_modules(stack_->core().pj_endpoint()); });
    SipPeer phone{server()};
    phone.send(phone.make("OPTIONS", "sip:" + server().text(), "a", "first", 1));
    EXPECT_TRUE(phone.final_response("OPTIONS"));
}

}  // namespace

}  // namespace sipcore::loopback

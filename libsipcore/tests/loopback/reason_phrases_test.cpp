// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's reason phrases, which it puts together when they are first asked for. */
#include <atomic>
#include <thread>

#include "loopback/fixture.h"
#include "pj/text.h"

namespace sipcore::loopback {

namespace {

class LoopbackReasonPhrases : public LoopbackStack {};

/** Nothing here orders the two threads, so that ThreadSanitizer sees who writes what the other one reads. */
TEST_F(LoopbackReasonPhrases, AreThereBeforeTwoThreadsAsk)
{
    std::atomic<unsigned> ready{0};
    auto ask = [&ready] {
        ready.fetch_add(1, std::memory_order_relaxed);
        while (ready.load(std::memory_order_relaxed) < 2) {
        }
        EXPECT_EQ(pj::view(*pjsip_get_status_text(486)), "Busy Here");
    };
    std::jthread one{ask};
    std::jthread other{ask};
}

}  // namespace

}  // namespace sipcore::loopback

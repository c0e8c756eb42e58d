// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls to phones whose connection ends while their INVITE is being sent. */
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "loopback/calls_fixture.h"
#include "sipcore/registrar.h"

namespace sipcore::loopback {

namespace {

/** Keeps the processors busy, so that threads are stopped where they usually are not. */
class Crowd {
public:
    Crowd()
    {
        for (unsigned i = 0; i < 2 * std::thread::hardware_concurrency(); ++i)
            threads_.emplace_back([this] {
                while (!done_.load(std::memory_order_relaxed)) {
                }
            });
    }
    ~Crowd() { done_ = true; }

private:
    std::atomic<bool> done_{false};
    std::vector<std::jthread> threads_;
};

/** Calls over TCP. */
class LostConnection : public LoopbackCalls {
protected:
    /** Starts stack, calls and registrar. */
    void SetUp() override
    {
        LoopbackCalls::SetUp();
        auto registrar = Registrar::create(*stack_);
        ASSERT_TRUE(registrar);
        registrar_ = std::move(*registrar);
    }
    /** Ends them. */
    void TearDown() override
    {
        registrar_.reset();
        LoopbackCalls::TearDown();
    }
    config::Config configuration() override { return with_tcp(LoopbackCalls::configuration()); }

    std::unique_ptr<Registrar> registrar_;
};

/** Waits for octets and resets the connection. */
void reset_at_first_octet(std::unique_ptr<SipPeer> phone)
{
    pollfd awaited{phone->descriptor(), POLLIN, 0};
    ::poll(&awaited, 1, 5000);
    linger at_once{1, 0};
    ::setsockopt(phone->descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

TEST_F(LostConnection, EndsTheCallThatWasJustSent)
{
    Crowd crowd;
    for (int turn = 0; turn < 60; ++turn) {
        auto phone = std::make_unique<SipPeer>(server(), config::Protocol::tcp);
        auto registered = phone->register_as("alice", "alice-secret");
        ASSERT_TRUE(registered && registered->status() == 200) << turn;
        auto diary = std::make_shared<Diary>();
        OutgoingCall call;
        call.endpoint = "alice";
        call.offer = sdp::offer(our_side());
        std::jthread end{reset_at_first_octet, std::move(phone)};
        auto made = calls_->invite(std::move(call), diary);
        ASSERT_TRUE(made);
        ASSERT_TRUE(diary->wait_for_end()) << turn;
    }
}

}  // namespace

}  // namespace sipcore::loopback

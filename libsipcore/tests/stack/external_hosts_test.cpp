// SPDX-License-Identifier: GPL-2.0-only
/** @file Our address from outside by its name. */
#include "stack/external_hosts.h"

#include <gtest/gtest.h>

namespace sipcore::stack {

namespace {

using namespace std::chrono_literals;

/** A clock that is turned by hand. */
class HandClock final : public Clock {
public:
    Instant now() const override { return now_; }
    /** Goes on. */
    void turn(std::chrono::seconds by) { now_ += by; }

private:
    Instant now_{std::chrono::hours{1}};
};

/** Gives its answers when it is told to. */
class SlowResolver final : public Resolver {
public:
    void addresses_of(const std::string&, Answer answer) override { waiting.push_back(std::move(answer)); }
    void services_of(const std::string&, ServiceAnswer answer) override { answer({}, 0s); }
    /** Answers the oldest question. */
    void answer(std::vector<std::string> texts)
    {
        std::vector<IpAddress> found;
        for (const auto& text : texts)
            found.push_back(*IpAddress::parse(text));
        auto next = std::move(waiting.front());
        waiting.erase(waiting.begin());
        next(found, 3600s);
    }
    std::vector<Answer> waiting;  ///< who waits
};

/** A name of ours. */
class ExternalHostsTest : public testing::Test {
protected:
    /** The address as text, `none` while there is none. */
    std::string address()
    {
        auto ip = hosts_->address_of("nat.example.com", 10s);
        return ip ? ip->text() : "none";
    }

    HandClock clock_;
    SlowResolver resolver_;
    std::unique_ptr<ExternalHosts> hosts_ = std::make_unique<ExternalHosts>(&resolver_, clock_);
};

TEST_F(ExternalHostsTest, IsNotWaitedFor)  // tp-2-2
{
    EXPECT_EQ(address(), "none");
    EXPECT_EQ(address(), "none");
    EXPECT_EQ(resolver_.waiting.size(), 1U) << "one question for all";
    resolver_.answer({"2001:db8::1", "198.51.100.7"});
    EXPECT_EQ(address(), "198.51.100.7") << "the IPv4 address alone";
}

TEST_F(ExternalHostsTest, IsAskedForAgainWhenItIsOld)  // tp-2-2
{
    address();
    resolver_.answer({"198.51.100.7"});
    clock_.turn(10s);
    EXPECT_EQ(address(), "198.51.100.7");
    EXPECT_TRUE(resolver_.waiting.empty());
    clock_.turn(1s);
    EXPECT_EQ(address(), "198.51.100.7");
    ASSERT_EQ(resolver_.waiting.size(), 1U);
    resolver_.answer({"198.51.100.8"});
    EXPECT_EQ(address(), "198.51.100.8");
}

TEST_F(ExternalHostsTest, KeepsItsAddressWhenDnsFails)
{
    address();
    resolver_.answer({"198.51.100.7"});
    clock_.turn(11s);
    address();
    resolver_.answer({});
    EXPECT_EQ(address(), "198.51.100.7");
}

TEST_F(ExternalHostsTest, IsAskedForAgainWhenTheNetworkIsAnother)
{
    address();
    resolver_.answer({"198.51.100.7"});
    hosts_->expire();
    address();
    EXPECT_EQ(resolver_.waiting.size(), 1U);
}

TEST_F(ExternalHostsTest, TakesNoAnswerWhenItIsGone)
{
    address();
    hosts_.reset();
    resolver_.answer({"198.51.100.7"});
}

TEST_F(ExternalHostsTest, NeedsNobodyForANumber)
{
    EXPECT_EQ(hosts_->address_of("198.51.100.9", 10s)->text(), "198.51.100.9");
    EXPECT_FALSE((ExternalHosts{nullptr, clock_}.address_of("nat.example.com", 10s)));
}

}  // namespace

}  // namespace sipcore::stack

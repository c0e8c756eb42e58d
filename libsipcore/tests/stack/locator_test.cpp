// SPDX-License-Identifier: GPL-2.0-only
/** @file Names to addresses with a resolver that is played. */
#include "stack/locator.h"

#include <gtest/gtest.h>

#include <map>

namespace sipcore::stack {

namespace {

using namespace std::chrono_literals;
using config::Protocol;

/** A clock that is turned by hand. */
class HandClock final : public Clock {
public:
    Instant now() const override { return now_; }
    /** Goes on. */
    void turn(std::chrono::seconds by) { now_ += by; }

private:
    Instant now_{std::chrono::hours{1}};
};

/** Answers from a table, at once or when it is told to. */
class PlayedResolver final : public Resolver {
public:
    void addresses_of(const std::string& name, Answer answer) override
    {
        ++asked[name];
        std::vector<IpAddress> found;
        for (const auto& text : addresses[name])
            found.push_back(*IpAddress::parse(text));
        reply([answer, found, lives = lifetime] { answer(found, lives); });
    }
    void services_of(const std::string& name, ServiceAnswer answer) override
    {
        ++asked[name];
        reply([answer, found = services[name], lives = lifetime] { answer(found, lives); });
    }
    /** Gives the answers that wait. */
    void answer_all()
    {
        while (!waiting.empty()) {
            auto next = std::move(waiting.front());
            waiting.erase(waiting.begin());
            next();
        }
    }

    std::map<std::string, std::vector<std::string>> addresses;  ///< A and AAAA records
    std::map<std::string, std::vector<Service>> services;       ///< SRV records
    std::map<std::string, int> asked;                           ///< how often each name was asked for
    std::chrono::seconds lifetime{60};                          ///< of every answer
    bool slow = false;                                          ///< whether answers wait for `answer_all`
    std::vector<std::function<void()>> waiting;                 ///< those that do

private:
    /** Now or later. */
    void reply(std::function<void()> answer)
    {
        if (slow)
            waiting.push_back(std::move(answer));
        else
            answer();
    }
};

/** A locator with both. */
class LocatorTest : public testing::Test {
protected:
    /** Addresses as text, `none` while no answer came. */
    std::string find(const Wanted& wanted)
    {
        auto text = std::make_shared<std::string>("none");
        locator_.find(wanted, [text](const std::vector<SocketAddress>& found) {
            text->clear();
            for (const auto& address : found)
                *text += (text->empty() ? "" : " ") + address.text();
        });
        return *text;
    }

    HandClock clock_;
    PlayedResolver resolver_;
    Families families_;
    Locator locator_{{&resolver_, clock_, [this](Protocol) { return families_; }}};
};

TEST_F(LocatorTest, TakesNumericHostsAsTheyAre)
{
    EXPECT_EQ(find({"192.0.2.1", 0, Protocol::udp}), "192.0.2.1:5060");
    EXPECT_EQ(find({"192.0.2.1", 0, Protocol::tls}), "192.0.2.1:5061");
    EXPECT_EQ(find({"[2001:db8::1]", 5070, Protocol::tcp}), "[2001:db8::1]:5070");
    EXPECT_TRUE(resolver_.asked.empty());
}

TEST_F(LocatorTest, AsksForServicesFirst)  // tp-5-1, tp-5-2, RFC 3263 §4.2
{
    resolver_.services["_sip._tcp.example.com"] = {{"b.example.com", 5072, 20, 1}, {"a.example.com", 5071, 10, 1}};
    resolver_.addresses["a.example.com"] = {"192.0.2.1", "2001:db8::1"};
    resolver_.addresses["b.example.com"] = {"192.0.2.2"};
    EXPECT_EQ(find({"example.com", 0, Protocol::tcp}), "192.0.2.1:5071 [2001:db8::1]:5071 192.0.2.2:5072");
}

TEST_F(LocatorTest, AsksForTheHostWhereThereIsNoService)
{
    resolver_.addresses["example.com"] = {"192.0.2.9"};
    EXPECT_EQ(find({"example.com", 0, Protocol::udp}), "192.0.2.9:5060");
    EXPECT_EQ(find({"example.com", 0, Protocol::tls}), "192.0.2.9:5061");
}

TEST_F(LocatorTest, AsksForNoServiceWithAPortOrWithoutSrvlookup)
{
    resolver_.services["_sip._udp.example.com"] = {{"a.example.com", 5071, 10, 1}};
    resolver_.addresses["example.com"] = {"192.0.2.9"};
    EXPECT_EQ(find({"example.com", 5080, Protocol::udp}), "192.0.2.9:5080");
    EXPECT_EQ(find({"example.com", 0, Protocol::udp, false}), "192.0.2.9:5060");
    EXPECT_EQ(resolver_.asked["_sip._udp.example.com"], 0);
}

TEST_F(LocatorTest, LeavesOutFamiliesThatCannotBeReached)  // tp-1-5
{
    resolver_.addresses["example.com"] = {"192.0.2.9", "2001:db8::9"};
    families_.v6 = false;
    EXPECT_EQ(find({"example.com", 5060, Protocol::udp}), "192.0.2.9:5060");
}

TEST_F(LocatorTest, RemembersAsLongAsDnsSays)
{
    resolver_.addresses["example.com"] = {"192.0.2.9"};
    Wanted wanted{"example.com", 5060, Protocol::udp};
    find(wanted);
    resolver_.addresses["example.com"] = {"192.0.2.10"};
    clock_.turn(59s);
    EXPECT_EQ(find(wanted), "192.0.2.9:5060");
    clock_.turn(2s);
    EXPECT_EQ(find(wanted), "192.0.2.10:5060");
    EXPECT_EQ(resolver_.asked["example.com"], 2);
}

TEST_F(LocatorTest, RemembersForAWhileThatThereIsNothing)
{
    Wanted wanted{"nowhere.example.com", 5060, Protocol::udp};
    EXPECT_EQ(find(wanted), "");
    EXPECT_EQ(find(wanted), "");
    EXPECT_EQ(resolver_.asked["nowhere.example.com"], 1);
    clock_.turn(11s);
    find(wanted);
    EXPECT_EQ(resolver_.asked["nowhere.example.com"], 2);
}

TEST_F(LocatorTest, TriesWhatFailedLast)
{
    resolver_.lifetime = 3600s;
    resolver_.addresses["example.com"] = {"192.0.2.1", "192.0.2.2"};
    Wanted wanted{"example.com", 5060, Protocol::tcp};
    EXPECT_EQ(find(wanted), "192.0.2.1:5060 192.0.2.2:5060");
    locator_.note_failure(*SocketAddress::parse("192.0.2.1:5060", 0));
    EXPECT_EQ(find(wanted), "192.0.2.2:5060 192.0.2.1:5060");
    clock_.turn(31s);
    EXPECT_EQ(find(wanted), "192.0.2.1:5060 192.0.2.2:5060");
}

TEST_F(LocatorTest, AsksOnceForAllWhoWait)
{
    resolver_.slow = true;
    resolver_.addresses["example.com"] = {"192.0.2.1"};
    int told = 0;
    for (int i = 0; i < 5; ++i)
        locator_.find({"example.com", 5060, Protocol::udp}, [&](const auto& found) { told += found.size() == 1; });
    EXPECT_EQ(told, 0);
    resolver_.answer_all();
    EXPECT_EQ(told, 5);
    EXPECT_EQ(resolver_.asked["example.com"], 1);
}

TEST_F(LocatorTest, TellsNobodyWhenItIsGone)
{
    resolver_.slow = true;
    bool told = false;
    {
        Locator other{{&resolver_, clock_, [this](Protocol) { return families_; }}};
        other.find({"example.com", 5060, Protocol::udp}, [&](const auto&) { told = true; });
    }
    resolver_.answer_all();
    EXPECT_FALSE(told);
}

/** Addresses as text. */
std::string text_of(const std::vector<SocketAddress>& addresses)
{
    std::string text;
    for (const auto& address : addresses)
        text += (text.empty() ? "" : " ") + address.text();
    return text;
}

TEST_F(LocatorTest, TellsTheLatestWhileItAsksAnew)  // tp-5-1: as dnsmgr, nobody waits
{
    resolver_.slow = true;
    resolver_.addresses["example.com"] = {"192.0.2.1"};
    Wanted wanted{"example.com", 5060, Protocol::udp};
    EXPECT_EQ(text_of(locator_.latest(wanted)), "");
    resolver_.answer_all();
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.1:5060");
    clock_.turn(61s);
    resolver_.addresses["example.com"] = {"192.0.2.2"};
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.1:5060") << "what is old is told until there is something new";
    EXPECT_EQ(resolver_.asked["example.com"], 2);
    resolver_.answer_all();
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.2:5060");
}

TEST_F(LocatorTest, KeepsTheLatestWhenDnsKnowsNothingAnyMore)
{
    resolver_.addresses["example.com"] = {"192.0.2.1"};
    Wanted wanted{"example.com", 5060, Protocol::udp};
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.1:5060");
    clock_.turn(61s);
    resolver_.addresses.clear();
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.1:5060");
    EXPECT_EQ(find(wanted), "") << "who asks what is true now is told so";
    EXPECT_EQ(text_of(locator_.latest(wanted)), "192.0.2.1:5060");
}

TEST_F(LocatorTest, ForgetsWhatItKnewWhenTheNetworkIsAnother)
{
    resolver_.addresses["example.com"] = {"192.0.2.1"};
    Wanted wanted{"example.com", 5060, Protocol::udp};
    find(wanted);
    resolver_.addresses["example.com"] = {"192.0.2.2"};
    locator_.forget();
    EXPECT_EQ(find(wanted), "192.0.2.2:5060");
}

TEST_F(LocatorTest, AsksForTheServiceThatAPointerNames)  // RFC 3263 §4.1
{
    resolver_.services["_sip._tcp.other.example.net"] = {{"a.example.net", 5071, 10, 1}};
    resolver_.addresses["a.example.net"] = {"192.0.2.7"};
    EXPECT_EQ(find({"example.com", 0, Protocol::tcp, true, "_sip._tcp.other.example.net"}), "192.0.2.7:5071");
}

TEST_F(LocatorTest, TakesNoMoreThanItHasRoomFor)
{
    resolver_.slow = true;
    int refused = 0;
    for (int i = 0; i < 1500; ++i)
        locator_.find({"host" + std::to_string(i) + ".example.com", 5060, Protocol::udp}, [&](const auto& found) { refused += found.empty(); });
    EXPECT_EQ(refused, 1500 - 1024);
    EXPECT_EQ(resolver_.waiting.size(), 1024U);
}

TEST_F(LocatorTest, TakesSixteenAddressesOfAName)
{
    for (int i = 0; i < 100; ++i)
        resolver_.addresses["example.com"].push_back("192.0.2." + std::to_string(i + 1));
    std::size_t count = 0;
    locator_.find({"example.com", 5060, Protocol::udp}, [&](const auto& found) { count = found.size(); });
    EXPECT_EQ(count, 16U);
}

}  // namespace

}  // namespace sipcore::stack

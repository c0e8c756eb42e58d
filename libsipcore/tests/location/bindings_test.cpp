// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of bindings: what is where, what ends when, and many threads at once. */
#include "location/bindings.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <format>
#include <thread>

namespace sipcore::location {
namespace {

using std::chrono::seconds;

/** Names in order. */
using Names = std::vector<std::string>;

/** The moment of the tests. */
constexpr Clock::Instant noon{std::chrono::hours{12}};

/** A binding at an address that ends so many seconds after noon. */
Binding at(std::string_view address, int ends = 60)
{
    Binding binding;
    binding.contact = "sip:x@" + std::string{address};
    binding.address = SocketAddress::parse(address, 5060).value_or(SocketAddress{});
    binding.expires = noon + seconds{ends};
    return binding;
}

/** An address and port. */
SocketAddress place(std::string_view text)
{
    return *SocketAddress::parse(text, 5060);
}

/** An address. */
IpAddress ip(std::string_view text)
{
    return *IpAddress::parse(text);
}

TEST(Bindings, HaveNothingAtFirst)
{
    Bindings table;
    EXPECT_TRUE(table.of("alice")->empty());
    EXPECT_TRUE(table.aors_at(place("192.0.2.1")).empty());
    EXPECT_TRUE(table.aors_at(ip("192.0.2.1")).empty());
    EXPECT_FALSE(table.next_expiry());
    EXPECT_TRUE(table.expire(noon).empty());
    EXPECT_EQ(table.size(), 0U);
}

TEST(Bindings, AreFoundByNameAndByAddress)
{
    Bindings table;
    EXPECT_TRUE(table.replace("alice", {at("192.0.2.1:5062")})->empty());
    EXPECT_EQ(*table.of("alice"), (std::vector<Binding>{at("192.0.2.1:5062")}));
    EXPECT_TRUE(table.of("Alice")->empty());
    EXPECT_EQ(table.aors_at(place("192.0.2.1:5062")), Names{"alice"});
    EXPECT_TRUE(table.aors_at(place("192.0.2.1:5063")).empty());
    EXPECT_EQ(table.aors_at(ip("192.0.2.1")), Names{"alice"});
    EXPECT_TRUE(table.aors_at(ip("192.0.2.2")).empty());
    EXPECT_EQ(table.next_expiry(), noon + seconds{60});
    EXPECT_EQ(table.size(), 1U);
}

TEST(Bindings, MoveWhenTheyAreReplaced)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1", 60)});
    auto before = table.replace("alice", {at("192.0.2.2", 30)});
    EXPECT_EQ(*before, (std::vector<Binding>{at("192.0.2.1", 60)}));
    EXPECT_TRUE(table.aors_at(ip("192.0.2.1")).empty());
    EXPECT_EQ(table.aors_at(ip("192.0.2.2")), Names{"alice"});
    EXPECT_EQ(table.next_expiry(), noon + seconds{30});
    EXPECT_EQ(table.size(), 1U);
}

TEST(Bindings, StayWhereTheyAreWhenTheyAreRenewed)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1", 60)});
    table.replace("alice", {at("192.0.2.1", 120)});
    EXPECT_EQ(table.aors_at(place("192.0.2.1")), Names{"alice"});
    EXPECT_EQ(table.next_expiry(), noon + seconds{120});
}

TEST(Bindings, AreForgottenWhenThereIsNone)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1")});
    EXPECT_EQ(table.replace("alice", {})->size(), 1U);
    EXPECT_TRUE(table.replace("alice", {})->empty());
    EXPECT_TRUE(table.of("alice")->empty());
    EXPECT_TRUE(table.aors_at(ip("192.0.2.1")).empty());
    EXPECT_FALSE(table.next_expiry());
    EXPECT_EQ(table.size(), 0U);
}

TEST(Bindings, OfSeveralNamesMayShareAnAddress)
{
    Bindings table;
    table.replace("carol", {at("192.0.2.1:5061")});
    table.replace("bob", {at("192.0.2.1:5060")});
    table.replace("alice", {at("192.0.2.1:5060")});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:5060")), (Names{"alice", "bob"}));
    EXPECT_EQ(table.aors_at(ip("192.0.2.1")), (Names{"alice", "bob", "carol"}));
    EXPECT_EQ(table.aors_at(ip("192.0.2.1"), 2), (Names{"alice", "bob"}));
    EXPECT_TRUE(table.aors_at(ip("192.0.2.1"), 0).empty());
    table.replace("alice", {});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:5060")), Names{"bob"});
}

TEST(Bindings, OfOneNameMayBeManyAndShareAnAddress)
{
    Bindings table;
    auto second = at("192.0.2.1:5060", 90);
    second.contact = "sip:other@192.0.2.1";
    table.replace("alice", {at("192.0.2.1:5060", 60), second, at("192.0.2.1:5070", 30), at("[2001:db8::1]:5060")});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:5060")), Names{"alice"});
    EXPECT_EQ(table.aors_at(ip("192.0.2.1")), Names{"alice"});
    EXPECT_EQ(table.aors_at(ip("2001:db8::1")), Names{"alice"});
    EXPECT_EQ(table.next_expiry(), noon + seconds{30});
    table.replace("alice", {second});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:5060")), Names{"alice"});
    EXPECT_TRUE(table.aors_at(place("192.0.2.1:5070")).empty());
    EXPECT_TRUE(table.aors_at(ip("2001:db8::1")).empty());
}

TEST(Bindings, WithoutAnAddressAreAtNone)
{
    Bindings table;
    table.replace("alice", {at("")});
    EXPECT_EQ(table.of("alice")->size(), 1U);
    EXPECT_TRUE(table.aors_at(SocketAddress{}).empty());
    EXPECT_TRUE(table.aors_at(IpAddress{}).empty());
    EXPECT_EQ(table.expire(noon + seconds{60}).size(), 1U);
}

TEST(Bindings, AreFoundAtTheFirstAndTheLastPort)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1:0"), at("192.0.2.1:65535")});
    table.replace("bob", {at("192.0.2.0:65535"), at("192.0.2.2:0")});
    EXPECT_EQ(table.aors_at(ip("192.0.2.1")), Names{"alice"});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:0")), Names{"alice"});
    EXPECT_EQ(table.aors_at(place("192.0.2.1:65535")), Names{"alice"});
}

TEST(Bindings, TakeAnIpv4AddressInEitherForm)
{
    Bindings table;
    table.replace("alice", {at("[::ffff:192.0.2.1]:5060")});
    EXPECT_EQ(table.aors_at(ip("192.0.2.1")), Names{"alice"});
}

TEST(Bindings, EndWhenTheirTimeHasCome)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1", 60)});
    table.replace("bob", {at("192.0.2.2", 61)});
    EXPECT_TRUE(table.expire(noon + seconds{59}).empty());
    auto ended = table.expire(noon + seconds{60});
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].aor, "alice");
    EXPECT_EQ(ended[0].ended, (std::vector<Binding>{at("192.0.2.1", 60)}));
    EXPECT_TRUE(ended[0].left->empty());
    EXPECT_TRUE(table.of("alice")->empty());
    EXPECT_TRUE(table.aors_at(ip("192.0.2.1")).empty());
    EXPECT_TRUE(table.expire(noon + seconds{60}).empty());
    EXPECT_EQ(table.next_expiry(), noon + seconds{61});
}

TEST(Bindings, EndEachByItself)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1", 60), at("192.0.2.2", 30), at("192.0.2.3", 90)});
    auto ended = table.expire(noon + seconds{60});
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].ended.size(), 2U);
    EXPECT_EQ(*ended[0].left, (std::vector<Binding>{at("192.0.2.3", 90)}));
    EXPECT_EQ(*table.of("alice"), *ended[0].left);
    EXPECT_TRUE(table.aors_at(ip("192.0.2.2")).empty());
    EXPECT_EQ(table.aors_at(ip("192.0.2.3")), Names{"alice"});
    EXPECT_EQ(table.next_expiry(), noon + seconds{90});
}

TEST(Bindings, EndAtOnceWhenTheyAreOldWhenTheyCome)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1", -5)});
    EXPECT_EQ(table.expire(noon).size(), 1U);
}

TEST(Bindings, KeepWhatWasAskedForWhenTheyChange)
{
    Bindings table;
    table.replace("alice", {at("192.0.2.1")});
    auto held = table.of("alice");
    table.replace("alice", {});
    EXPECT_EQ(held->size(), 1U);
}

TEST(Bindings, OfTwentyThousandAccountsAreFoundAndEnd)
{
    Bindings table;
    constexpr int count = 20000;
    for (int i = 0; i < count; ++i)
        table.replace(std::format("account-{}", i),
                      {at(std::format("198.51.{}.{}:{}", 100 + i % 4, i % 200, 1024 + i), 60 + i)});
    EXPECT_EQ(table.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; i += 777)
        EXPECT_EQ(table.aors_at(place(std::format("198.51.{}.{}:{}", 100 + i % 4, i % 200, 1024 + i))),
                  Names{std::format("account-{}", i)});
    EXPECT_EQ(table.next_expiry(), noon + seconds{60});
    EXPECT_EQ(table.expire(noon + seconds{60 + count / 2 - 1}).size(), static_cast<std::size_t>(count) / 2);
    EXPECT_EQ(table.size(), static_cast<std::size_t>(count) / 2);
    EXPECT_EQ(table.expire(noon + seconds{60 + count}).size(), static_cast<std::size_t>(count) / 2);
    EXPECT_EQ(table.size(), 0U);
}

TEST(Bindings, NeedLittleMemory)
{
    auto used = [] {
        auto info = mallinfo2();
        return info.uordblks + info.hblkhd;
    };
    Bindings table;
    constexpr std::size_t count = 5000;
    auto before = used();
    for (std::size_t i = 0; i < count; ++i) {
        auto binding = at(std::format("198.51.100.{}:{}", i % 250, 1024 + i));
        binding.contact = std::format("sip:account-{}@198.51.100.{}:{};transport=udp;ob", i, i % 250, 1024 + i);
        binding.user_agent = "Some telephone of a usual length 4.5.6";
        binding.call_id = std::format("0123456789abcdef0123456789abcdef-{}@192.0.2.1", i);
        binding.username = std::format("account-{}", i);
        table.replace(std::format("account-{}", i), {binding});
    }
    if (used() > before) {  // a sanitizer's own allocator counts nothing
        EXPECT_LT((used() - before) / count, 2048U);
    }
}

TEST(Bindings, MayBeChangedAndAskedForByManyThreads)
{
    Bindings table;
    std::atomic<bool> wrong{false};
    auto work = [&](int self) {
        for (int round = 0; round < 2000; ++round) {
            auto name = std::format("account-{}", (self * 7 + round) % 20);
            table.replace(name, round % 5 ? std::vector{at(std::format("192.0.2.{}", round % 10), round % 50)}
                                          : std::vector<Binding>{});
            for (const auto& binding : *table.of(name))
                wrong = wrong || binding.contact.empty();
            for (const auto& found : table.aors_at(ip(std::format("192.0.2.{}", round % 10))))
                wrong = wrong || !found.starts_with("account-");
            if (round % 100 == 0)
                table.expire(noon + seconds{round % 50});
            table.next_expiry();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(work, i);
    }
    EXPECT_FALSE(wrong);
    table.expire(noon + seconds{1000});
    EXPECT_EQ(table.size(), 0U);
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(table.aors_at(ip(std::format("192.0.2.{}", i))).empty()) << "a name was left at its address";
}

}  // namespace
}  // namespace sipcore::location

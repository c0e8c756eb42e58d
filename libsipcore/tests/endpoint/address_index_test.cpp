// SPDX-License-Identifier: GPL-2.0-only
/** @file The index of addresses finds what a walk over all endpoints would find, and does not walk. */
#include "endpoint/address_index.h"

#include <gtest/gtest.h>

#include <format>
#include <random>
#include <vector>

#include "endpoint/source_match.h"

namespace sipcore::endpoint {

namespace {

using config::Protocol;

/** Endpoints of a test, and how often they were looked at. */
struct Crowd final : AddressIndex::Statuses {
    std::vector<EndpointStatus> all;  ///< by number
    AddressIndex index;               ///< where they are
    mutable int looks = 0;            ///< how often one was looked at

    const EndpointStatus& status(std::uint32_t number) const override
    {
        ++looks;
        return all[number];
    }
    /** Puts one more in. */
    void add(config::Endpoint endpoint, bool registers, std::string_view address)
    {
        EndpointStatus status;
        status.endpoint = std::make_shared<const config::Endpoint>(std::move(endpoint));
        config::Aor aor;
        aor.max_contacts = registers ? 1 : 0;
        status.aor = std::make_shared<const config::Aor>(aor);
        status.address = *SocketAddress::parse(std::string{address}, 5060);
        all.push_back(status);
        index.put(static_cast<std::uint32_t>(all.size() - 1), status);
    }
    /** What a walk over all finds, among those that are in the index. */
    std::optional<std::uint32_t> walk(const SocketAddress& source, Protocol protocol, std::string_view called) const
    {
        std::optional<std::uint32_t> best;
        int best_fit = 0;
        for (std::uint32_t number = 0; number < all.size(); ++number) {
            if (int fit = all[number].address ? fit_of(all[number], source, protocol, called) : 0; fit > best_fit) {
                best_fit = fit;
                best = number;
            }
        }
        return best;
    }
};

TEST(AddressIndex, FindsWhatAWalkOverAllFinds)
{
    std::minstd_rand random{20};
    auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    Crowd crowd;
    auto address = [&] { return std::format("192.0.2.{}:{}", 1 + pick(3), 5060 + pick(12)); };
    for (int i = 0; i < 90; ++i) {
        config::Endpoint endpoint;
        endpoint.identify_by.by_address = pick(5) > 0;
        endpoint.identify_by.any_port = pick(6) == 0;
        endpoint.callback_extension = pick(6) == 0 ? std::format("{}", 100 + pick(3)) : "";
        endpoint.force_rport = pick(2) ? config::NatMode::on : config::NatMode::off;
        endpoint.transports = pick(3) ? std::vector{Protocol::udp} : std::vector{Protocol::tcp, Protocol::ws};
        crowd.add(std::move(endpoint), pick(4) > 0, address());
    }
    int found = 0;
    for (int turn = 0; turn < 3000; ++turn) {
        if (turn % 50 == 49) {  // one moves away, or back
            auto number = static_cast<std::uint32_t>(pick(90));
            crowd.index.take(number, crowd.all[number]);
            crowd.all[number].address = pick(3) ? *SocketAddress::parse(address(), 5060) : SocketAddress{};
            crowd.index.put(number, crowd.all[number]);
        }
        auto source = *SocketAddress::parse(std::format("192.0.2.{}:{}", 1 + pick(5), 5060 + pick(48)), 5060);
        auto protocol = std::array{Protocol::udp, Protocol::tcp, Protocol::ws}[static_cast<std::size_t>(pick(3))];
        auto called = std::format("{}", 100 + pick(4));
        auto wanted = crowd.walk(source, protocol, called);
        ASSERT_EQ(crowd.index.best(source, protocol, called, crowd), wanted) << source.text() << " " << called;
        found += wanted.has_value();
    }
    EXPECT_GT(found, 500);
    EXPECT_LT(found, 2500);
}

TEST(AddressIndex, LooksAtFewOfManyBehindOneAddress)
{
    Crowd crowd;
    for (int i = 0; i < 20000; ++i)
        crowd.add({}, true, std::format("192.0.2.7:{}", 1024 + i));
    auto found = crowd.index.best(*SocketAddress::parse("192.0.2.7:20000", 5060), Protocol::udp, "100", crowd);
    EXPECT_EQ(found, 20000U - 1024U);
    EXPECT_FALSE(crowd.index.best(*SocketAddress::parse("192.0.2.7:50000", 5060), Protocol::udp, "100", crowd));
    EXPECT_LE(crowd.looks, 2);
}

TEST(AddressIndex, ForgetsThoseThatLeft)
{
    Crowd crowd;
    crowd.add({}, true, "192.0.2.7:5060");
    ASSERT_TRUE(crowd.index.at(*IpAddress::parse("192.0.2.7")));
    crowd.index.take(0, crowd.all[0]);
    crowd.index.take(0, crowd.all[0]);
    EXPECT_FALSE(crowd.index.at(*IpAddress::parse("192.0.2.7")));
    EXPECT_FALSE(crowd.index.best(crowd.all[0].address, Protocol::udp, "100", crowd));
}

}  // namespace

}  // namespace sipcore::endpoint

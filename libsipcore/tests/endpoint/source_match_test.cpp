// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether an endpoint is where a request came from, and when endpoints are first asked. */
#include "endpoint/source_match.h"

#include <gtest/gtest.h>

#include "endpoint/first_question.h"

namespace sipcore::endpoint {

namespace {

using config::Protocol;

/** An address of the tests. */
SocketAddress at(const char* text)
{
    return *SocketAddress::parse(text, 5060);
}

/** An endpoint at 192.0.2.7:5060, with a fixed host unless it registers. */
struct Somebody {
    config::Endpoint endpoint;  ///< its configuration
    bool registers = true;      ///< whether it registers

    /** How well it fits. */
    int fit(const char* source, Protocol protocol = Protocol::udp, std::string_view called = "100") const
    {
        EndpointStatus status;
        status.endpoint = std::make_shared<const config::Endpoint>(endpoint);
        config::Aor aor;
        aor.max_contacts = registers ? 1 : 0;
        status.aor = std::make_shared<const config::Aor>(aor);
        status.address = at("192.0.2.7:5060");
        return fit_of(status, at(source), protocol, called);
    }
};

TEST(SourceMatch, WantsAddressPortAndTransport)  // auth-3-5 auth-3-6
{
    Somebody one;
    EXPECT_GT(one.fit("192.0.2.7:5060"), 0);
    EXPECT_EQ(one.fit("192.0.2.7:5062"), 0);
    EXPECT_EQ(one.fit("192.0.2.8:5060"), 0);
    EXPECT_EQ(one.fit("192.0.2.7:5060", Protocol::tcp), 0);
    one.endpoint.identify_by.by_address = false;
    EXPECT_EQ(one.fit("192.0.2.7:5060"), 0);
}

TEST(SourceMatch, PassesThePortByWhereItDoesNotCount)  // auth-3-7
{
    Somebody one;
    one.endpoint.identify_by.any_port = true;
    EXPECT_GT(one.fit("192.0.2.7:5062"), 0);
    EXPECT_GT(one.fit("192.0.2.7:5060"), one.fit("192.0.2.7:5062"));
    Somebody stream;
    stream.endpoint.transports = {Protocol::tcp, Protocol::ws};
    EXPECT_GT(stream.fit("192.0.2.7:40000", Protocol::tcp), 0);
    EXPECT_EQ(stream.fit("192.0.2.7:40000", Protocol::ws), 0);
    stream.endpoint.force_rport = config::NatMode::on;
    EXPECT_EQ(stream.fit("192.0.2.7:40000", Protocol::tcp), 0);
    stream.registers = false;
    EXPECT_GT(stream.fit("192.0.2.7:40000", Protocol::tcp), 0);
    EXPECT_GT(stream.fit("192.0.2.7:40000", Protocol::ws), 0);
}

TEST(SourceMatch, PutsTheOneThatIsCalledFirst)  // auth-3-4
{
    Somebody plain;
    Somebody called;
    called.endpoint.callback_extension = "Trunk1";
    called.endpoint.identify_by.any_port = true;
    EXPECT_GT(called.fit("192.0.2.7:5062", Protocol::udp, "trunk1"), plain.fit("192.0.2.7:5060", Protocol::udp, "trunk1"));
    EXPECT_LT(called.fit("192.0.2.7:5062", Protocol::udp, "other"), plain.fit("192.0.2.7:5060", Protocol::udp, "other"));
}

TEST(SourceMatch, NobodyIsAtAnUnknownPlace)  // sec-3b-22
{
    Somebody one;
    one.endpoint.identify_by.any_port = true;
    for (const char* source : {"0.0.0.0:5060", "[::]:5060", "192.0.2.6:5060", "[2001:db8::7]:5060"})
        EXPECT_EQ(one.fit(source), 0) << source;
    EndpointStatus nowhere;
    nowhere.endpoint = std::make_shared<const config::Endpoint>(one.endpoint);
    EXPECT_EQ(fit_of(nowhere, SocketAddress{}, Protocol::udp, ""), 0);
    EXPECT_EQ(fit_of(nowhere, at("0.0.0.0:0"), Protocol::udp, ""), 0);
}

TEST(FirstQuestion, ComesInGroups)  // reg-5-8
{
    using std::chrono::milliseconds;
    constexpr milliseconds gap{100};
    std::vector<long> moments;
    for (std::size_t place = 0; place < 8; ++place)
        moments.push_back(first_question(place, 2, gap).count());
    EXPECT_EQ(moments, (std::vector<long>{0, 0, 100, 100, 100, 200, 200, 200}));
    EXPECT_EQ(first_question(20000, 1, gap).count(), 1000000);
    EXPECT_EQ(first_question(5, 0, gap).count(), 600);
    EXPECT_EQ(first_question(5, 1, milliseconds{0}).count(), 0);
}

}  // namespace

}  // namespace sipcore::endpoint

// SPDX-License-Identifier: GPL-2.0-only
/** @file What twenty thousand endpoints cost: processor time to read and to put in force, and memory for each. */
#include <gtest/gtest.h>

#include <malloc.h>

#include <cstdio>
#include <ctime>
#include <format>

#include "loopback/fixture.h"
#include "loopback/instrumented.h"
#include "sipcore/config/read.h"

namespace sipcore::loopback {

namespace {

/** How many. */
constexpr int many = 20000;

/** A sip.conf with that many phones, as they are usually written. */
config::Sections many_phones(const SocketAddress& server)
{
    config::Sections sections{{"general", {{"udpbindaddr", server.text(), {"sip.conf", 2}}}, {"sip.conf", 1}, false}};
    for (int i = 0; i < many; ++i) {
        config::Section phone{std::format("phone{}", i), {}, {"sip.conf", i}, false};
        auto secret = std::format("secret-of-phone-{}", i);
        for (auto [name, value] : {std::pair{"type", "friend"}, {"host", "dynamic"}, {"secret", secret.c_str()}, {"context", "internal"},
                                   {"qualify", "yes"}, {"nat", "force_rport,comedia"}, {"disallow", "all"}, {"allow", "ulaw,alaw"},
                                   {"callgroup", "1"}, {"pickupgroup", "1"}, {"mailbox", "1000@default"}, {"callerid", "Some One <1000>"}})
            phone.entries.push_back({name, value, {"sip.conf", i}});
        sections.push_back(std::move(phone));
    }
    return sections;
}

/** Octets that the heap has given out. */
double heap()
{
    auto info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

/** Processor time of the process, in seconds. */
double processor_time()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/** A stack that begins with two endpoints. */
class LoopbackManyEndpoints : public LoopbackStack {};

}  // namespace

TEST_F(LoopbackManyEndpoints, CostLittleTimeAndSixKibibytesEach)
{
    auto sections = many_phones(server());
    auto heap_before = heap();
    auto begin = processor_time();
    auto reading = config::read_sip_conf(sections);
    auto read = processor_time();
    ASSERT_EQ(reading.config.endpoints.size(), static_cast<std::size_t>(many));
    ASSERT_TRUE(stack_->apply(std::move(reading.config)));
    auto applied = processor_time();
    reading = {};
    auto octets = (heap() - heap_before) / many;
    auto again = config::read_sip_conf(sections);
    auto reload_begin = processor_time();
    ASSERT_TRUE(stack_->apply(std::move(again.config)));
    auto reloaded = processor_time();
    again = {};
    auto octets_after = (heap() - heap_before) / many;
    std::printf("%d endpoints: %.3f s to read, %.3f s to put in force, %.3f s for a reload that changes nothing; %.0f octets each, "
                "%.0f after the reload\n", many, read - begin, applied - read, reloaded - reload_begin, octets, octets_after);
    ASSERT_EQ(stack_->endpoints().snapshot().size(), static_cast<std::size_t>(many));
    if (is_instrumented)
        return;
    EXPECT_LT(applied - begin, 1.5);
    EXPECT_LT(octets, 6 * 1024);
    EXPECT_LT(octets_after, 6 * 1024) << "the configuration before goes";
}

}  // namespace sipcore::loopback

// SPDX-License-Identifier: GPL-2.0-only
/** @file Who is asked for devices that the configuration lacks, and when. */
#include "sipcore/device_source.h"

#include <atomic>

#include "loopback/fixture.h"

namespace sipcore::loopback {

namespace {

/** A place that has nobody, and answers at once. */
class EmptyPlace final : public DeviceSource {
public:
    /** Says that there is nobody. */
    bool want(const std::string&, const SocketAddress&, std::function<void(DeviceAnswer)> then) override
    {
        ++asked;
        then(DeviceAnswer::settled);
        return true;
    }
    /** Nothing comes of it. */
    void used(const std::string&) override {}
    /** Alice is. */
    bool is_read_anew(const std::string& name) override { return name == "alice"; }

    std::atomic<unsigned> asked{0};  ///< how often it was
};

/** A stack with such a place; alice is of it, bob is not. */
class LoopbackDevices : public LoopbackStack {
protected:
    /** Sets the place. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        set_device_source(&place_);
    }
    /** Takes it back. */
    void TearDown() override
    {
        set_device_source(nullptr);
        LoopbackStack::TearDown();
    }

    EmptyPlace place_;  ///< the place
};

TEST_F(LoopbackDevices, ThatAreKnownAreNotAskedFor)
{
    EXPECT_TRUE(fetch_device(*stack_, "alice"));
    EXPECT_TRUE(fetch_device(*stack_, "bob"));
    EXPECT_EQ(place_.asked, 0U);
    EXPECT_FALSE(fetch_device(*stack_, "nobody"));
    EXPECT_EQ(place_.asked, 1U);
}

TEST_F(LoopbackDevices, ThatAreReadAnewAreAskedForByWhoWantsToSeeThem)
{
    EXPECT_TRUE(read_device(*stack_, "bob"));
    EXPECT_EQ(place_.asked, 0U);
    EXPECT_TRUE(read_device(*stack_, "alice"));
    EXPECT_EQ(place_.asked, 1U);
    EXPECT_FALSE(read_device(*stack_, "nobody"));
    EXPECT_EQ(place_.asked, 2U);
}

}  // namespace

}  // namespace sipcore::loopback

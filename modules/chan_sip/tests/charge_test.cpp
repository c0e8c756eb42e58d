// SPDX-License-Identifier: GPL-2.0-only
/** @file AOC headers as docs/spec/behaviour/calls.md, section 11, has them. */
#include "channel/charge.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

TEST(Charge, IsWrittenAsPhonesReadIt)  // call-11-9
{
    using Kind = Charge::Kind;
    EXPECT_EQ(charge_text({.kind = Kind::free}), "type=active;free-of-charge;");
    EXPECT_EQ(charge_text({.ended = true, .kind = Kind::currency, .amount = 12, .multiplier = "0.01", .currency = "EUR"}),
              "type=terminated;charging;charging-info=currency;amount=12;multiplier=0.01;currency=EUR;");
    EXPECT_EQ(charge_text({.kind = Kind::currency, .amount = 1, .multiplier = "1.0"}),
              "type=active;charging;charging-info=currency;amount=1;multiplier=1.0;");
    EXPECT_EQ(charge_text({.kind = Kind::pulses, .pulses = 7}), "type=active;charging;charging-info=pulse;recorded-units=7;");
    EXPECT_EQ(charge_text({.kind = Kind::pulses}), "type=active;charging;charging-info=pulse;");
    EXPECT_EQ(charge_text({}), "type=active;not-available;");
}

}  // namespace
}  // namespace chan_sip

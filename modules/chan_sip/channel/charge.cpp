// SPDX-License-Identifier: GPL-2.0-only
/** @file Writing an AOC header. */
#include "channel/charge.h"

#include <format>

namespace chan_sip {
namespace {

/** What it costs, in words of the header. */
std::string sum_text(const Charge& charge)
{
    switch (charge.kind) {
    case Charge::Kind::free:
        return "free-of-charge;";
    case Charge::Kind::currency:
        return std::format("charging;charging-info=currency;amount={};multiplier={};", charge.amount, charge.multiplier) +
               (charge.currency.empty() ? "" : std::format("currency={};", charge.currency));
    case Charge::Kind::pulses:
        return "charging;charging-info=pulse;" + (charge.pulses ? std::format("recorded-units={};", *charge.pulses) : "");
    case Charge::Kind::unknown:
        break;
    }
    return "not-available;";
}

}  // namespace

std::string charge_text(const Charge& charge)
{
    return std::format("type={};{}", charge.ended ? "terminated" : "active", sum_text(charge));
}

}  // namespace chan_sip

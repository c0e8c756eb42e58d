// SPDX-License-Identifier: GPL-2.0-only
/** @file What a phone is told beside the call: what it costs, and where more is to be read. */
#include <memory>

#include "channel/call.h"
#include "channel/charge.h"

namespace chan_sip {
namespace {

/** Frees a decoded message. */
struct FreeAoc {
    /** Frees it. */
    void operator()(ast_aoc_decoded* decoded) const { ast_aoc_destroy_decoded(decoded); }
};

/** What Asterisk's message says; nothing when it is none that phones are told. */
std::optional<Charge> charge_of(ast_aoc_decoded* decoded)
{
    auto type = ast_aoc_get_msg_type(decoded);
    if (type != AST_AOC_D && type != AST_AOC_E)
        return std::nullopt;
    Charge charge{.ended = type == AST_AOC_E};
    switch (ast_aoc_get_charge_type(decoded)) {
    case AST_AOC_CHARGE_NA:
        break;
    case AST_AOC_CHARGE_FREE:
        charge.kind = Charge::Kind::free;
        break;
    case AST_AOC_CHARGE_CURRENCY:
        charge.kind = Charge::Kind::currency;
        charge.amount = ast_aoc_get_currency_amount(decoded);
        charge.multiplier = ast_aoc_get_currency_multiplier_decimal(decoded);
        if (const char* name = ast_aoc_get_currency_name(decoded))
            charge.currency = name;
        break;
    case AST_AOC_CHARGE_UNIT:
        charge.kind = Charge::Kind::pulses;
        if (const auto* unit = ast_aoc_get_unit_info(decoded, 0); unit && unit->valid_amount)
            charge.pulses = unit->amount;
        break;
    }
    return charge;
}

}  // namespace

void Call::tell_charge(ast_channel* channel, const void* data, std::size_t length)
{
    if (!side_.settings->send_aoc || !session_ || !data)
        return;
    auto* encoded = static_cast<ast_aoc_encoded*>(const_cast<void*>(data));
    std::unique_ptr<ast_aoc_decoded, FreeAoc> decoded{ast_aoc_decode(encoded, length, channel)};
    auto charge = decoded ? charge_of(decoded.get()) : std::nullopt;
    if (charge)
        session_->send_info({}, {{"AOC", charge_text(*charge)}});
}

int Call::tell_url(ast_channel* channel, const std::string& url)
{
    if (!session_ || phase_ == Phase::ended)
        return -1;
    std::vector<sipcore::Header> headers{{"Access-URL", "<" + url + ">;mode=active"}};
    if (is_answered() && negotiation_.last_sent())
        offer_anew(Offering::current, std::move(headers));
    else if (incoming_ && ast_channel_state(channel) == AST_STATE_RING)
        session_->progress(ringing_sent_ ? 180 : 100, ringing_sent_ ? "Ringing" : "Trying", std::nullopt, std::move(headers));
    return 0;
}

}  // namespace chan_sip

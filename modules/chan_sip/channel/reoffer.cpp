// SPDX-License-Identifier: GPL-2.0-only
/** @file Offers of ours within the call, one after the other: each is put together when it is sent, so that its answer is
 *  understood by what was offered. @rfc{3264,4} */
#include "channel/call.h"

namespace chan_sip {
namespace {

/** Offers that may wait; of more, only the newest matters. */
constexpr std::size_t most_waiting = 4;

}  // namespace

void Call::offer_anew(Offering what, std::vector<sipcore::Header> headers)
{
    if (waiting_offers_.size() == most_waiting)
        waiting_offers_.pop_back();
    waiting_offers_.push_back({what, std::move(headers)});
    next_offer();
}

void Call::next_offer()
{
    if (offering_ || waiting_offers_.empty() || !session_ || phase_ == Phase::ended)
        return;
    auto next = std::move(waiting_offers_.front());
    waiting_offers_.pop_front();
    if (next.what == Offering::fax && fax_.stage != Fax::Stage::offered_by_us)
        return next_offer();    // meanwhile the other side offered one, or nobody wants it any more
    bool runs = next.what == Offering::current && fax_.stage == Fax::Stage::running;
    if (next.what == Offering::repeat) {
        offering_ = Offering::repeat;
        session_->reoffer(*negotiation_.last_sent(), std::move(next.headers), offer_by());
        return;
    }
    auto what = runs || next.what == Offering::fax ? Offering::fax : Offering::media;
    auto streams = what == Offering::fax ? fax_streams() : media_to_offer();
    if (streams.empty())
        return next_offer();    // it cannot be encrypted any more, and the log says so
    offering_ = what;
    session_->reoffer(negotiation_.offer(std::move(streams)), std::move(next.headers),
                      what == Offering::fax ? sipcore::OfferBy::invite : offer_by());
}

}  // namespace chan_sip

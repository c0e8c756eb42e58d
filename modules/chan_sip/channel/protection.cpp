// SPDX-License-Identifier: GPL-2.0-only
/** @file How secure a call has to be: by its endpoint's options, and by what the dialplan asked of the channel that called
 *  (`CHANNEL(secure_bridge_signaling)`, `CHANNEL(secure_bridge_media)`). */
#include "channel/call.h"
#include "sipcore/log.h"

namespace chan_sip {

sipcore::sdp::Protection Call::protection() const
{
    auto protection = protection_of(*side_.settings);
    protection.required = protection.required || keys_required_ || audio_.is_encrypted();
    return protection;
}

void Call::tell_refused_keys(const sipcore::sdp::Description& offer) const
{
    for (const auto& stream : offer.streams) {
        if (!stream.port || !stream.is_rtp())
            continue;
        auto keying =
            sipcore::sdp::keying_of_offer(stream, sipcore::sdp::transport_of(offer, stream), protection());
        if (!keying)
            sipcore::log::warning("Offer by '{}' refused: {}", side_.title, keying.error().reason);
    }
}

bool Call::is_secure_enough() const
{
    if (!secure_signaling_required_ || side_.secure_signaling)
        return true;
    sipcore::log::warning("Encrypted signaling is required for the call to '{}', which TLS does not carry", side_.title);
    return false;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The wish against what there is. */
#include "media/wished_codecs.h"

#include <algorithm>

#include "sipcore/log.h"

namespace chan_sip {

std::vector<sipcore::sdp::Codec> wished_codecs(const std::vector<sipcore::sdp::Codec>& codecs,
                                               const std::vector<std::string>& wished)
{
    std::vector<sipcore::sdp::Codec> chosen;
    for (const auto& name : wished) {
        auto found = std::ranges::find(codecs, name, &sipcore::sdp::Codec::tag);
        if (found == codecs.end())
            sipcore::log::notice("Ignoring ${{SIP_CODEC*}} variable because of unrecognized/not configured codec {} "
                                 "(check allow/disallow in sip.conf)",
                                 sipcore::log::printable(name));
        else if (std::ranges::find(chosen, name, &sipcore::sdp::Codec::tag) == chosen.end())
            chosen.push_back(*found);
    }
    std::vector<sipcore::sdp::Codec> kept;
    for (const auto& codec : codecs)
        if (std::ranges::find(chosen, codec.kind, &sipcore::sdp::Codec::kind) == chosen.end())
            kept.push_back(codec);
    chosen.insert(chosen.end(), kept.begin(), kept.end());
    return chosen;
}

}  // namespace chan_sip

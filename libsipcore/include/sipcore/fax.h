// SPDX-License-Identifier: GPL-2.0-only
/** @file What a description says of a fax by T.38: read from the attributes of an image stream, written into them, and the
 *  smaller of two. Pure. @rfc{3362,3} */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sipcore/export.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {

/** How lost packets of a fax are mended. */
enum class FaxRepair : std::uint8_t {
    none,        ///< they are not
    fec,         ///< parity of earlier packets goes along (`t38UDPFEC`)
    redundancy,  ///< earlier packets go along (`t38UDPRedundancy`)
};

/** The attributes of an image stream in `t38` (ITU-T T.38, annex D). */
struct FaxParameters {
    unsigned version = 0;                  ///< `T38FaxVersion`
    unsigned max_rate = 14400;             ///< `T38MaxBitRate` in bit/s; 14400 where it is not said
    bool fill_bit_removal = false;         ///< `T38FaxFillBitRemoval`
    bool transcoding_mmr = false;          ///< `T38FaxTranscodingMMR`
    bool transcoding_jbig = false;         ///< `T38FaxTranscodingJBIG`
    bool local_tcf = false;                ///< `T38FaxRateManagement` is `localTCF`, otherwise `transferredTCF`
    std::optional<unsigned> max_datagram;  ///< `T38FaxMaxDatagram` in octets; nothing where it is not said
    FaxRepair repair = FaxRepair::none;    ///< `T38FaxUdpEC`; `none` where it is not said

    /** Equal in all. */
    bool operator==(const FaxParameters&) const = default;
};

/** The live image stream of a description that T.38 over UDPTL can use; null without one. @threads any */
SIPCORE_API const Stream* fax_of(const Description& description);

/**
 * What an image stream says. Names count without letter case and in the spellings that gateways use (`T38FaxMaxRate`,
 * `T38MaxDatagram`); a value that is no number is passed over; a flag may have the value 0 or 1.
 * @threads any
 */
SIPCORE_API FaxParameters read_fax(const Stream& stream);

/** The attributes that say it, in the usual order. @threads any */
SIPCORE_API std::vector<Attribute> write_fax(const FaxParameters& parameters);

/**
 * What we can do, limited to what the other side offers: the lower version; bit removal and transcoding only where both can;
 * its way of managing the rate. Rate, datagrams and repair are each side's own, and stay ours.
 * @threads any
 */
SIPCORE_API FaxParameters limited(FaxParameters ours, const FaxParameters& theirs);

}  // namespace sipcore::sdp

// SPDX-License-Identifier: GPL-2.0-only
/** @file The choices of options that have names. */
#pragma once

#include <cstdint>

namespace sipcore::config {

/** What carries SIP. */
enum class Protocol : std::uint8_t { udp, tcp, tls, ws, wss };

/** What digests are made with. @rfc{8760,2.1} */
enum class DigestAlgorithm : std::uint8_t { md5, sha256 };

/** How digits travel. */
enum class DtmfMode : std::uint8_t {
    rfc4733,     ///< RTP telephone events; `rfc2833` in sip.conf
    inband,      ///< tones in the audio
    info,        ///< INFO with application/dtmf-relay
    short_info,  ///< INFO with application/dtmf
    automatic,   ///< telephone events where negotiated, otherwise tones
};

/** What one does with the source address of an endpoint's messages. */
enum class NatMode : std::uint8_t {
    off,        ///< believed what its headers say
    on,         ///< the source is used
    automatic,  ///< the source is used when Via says another address
};

/** Whether the alerting phase is carried as tones. */
enum class InbandProgress : std::uint8_t { no, yes, never };

/** How an identity that wants to be private is sent. */
enum class TrustIdOutbound : std::uint8_t {
    legacy,  ///< anonymous in P-Asserted-Identity, with privacy=full in Remote-Party-ID
    no,      ///< no header at all
    yes,     ///< in full, with Privacy: id
};

/** What becomes of the contact of a 3xx. */
enum class RedirectMethod : std::uint8_t {
    user,  ///< its user part is an extension of the dialplan
    uri,   ///< the whole URI is dialled
};

/** What becomes of a number that is not complete. */
enum class Overlap : std::uint8_t {
    no,    ///< 404
    yes,   ///< 484, and the phone sends more
    dtmf,  ///< the dialplan waits for digits
};

/** How a re-negotiation of media is sent. */
enum class DirectMediaMethod : std::uint8_t { reinvite, update };

/** How calls are marked in their records. */
enum class AmaFlags : std::uint8_t { none, omit, billing, documentation };

/** How lost packets of a fax are mended. */
enum class UdptlRepair : std::uint8_t { none, fec, redundancy };

/** What is done about session timers. @rfc{4028,7} */
enum class SessionTimers : std::uint8_t {
    accept,     ///< taken when asked for
    originate,  ///< always asked for
    refuse,     ///< never
};

/** Who refreshes a session when the other side names nobody. @rfc{4028,7.1} */
enum class Refresher : std::uint8_t { uas, uac, unknown };

/** Whether provisional responses are acknowledged. @rfc{3262,3} */
enum class Reliability : std::uint8_t {
    no,              ///< never; who requires it is refused
    yes,             ///< we acknowledge theirs; ours are reliable where they are required to be
    peer_supported,  ///< ours are reliable wherever the other side can do that
    required,        ///< both ways, and who cannot do it is not called
};

/** What of the other side's certificate is checked. @rfc{5763,5} */
enum class DtlsVerify : std::uint8_t { no, fingerprint, certificate, yes };

/** The role that is offered. @rfc{4145,4} */
enum class DtlsSetup : std::uint8_t { active, passive, actpass };

/** The hash of a certificate in SDP. @rfc{8122,5} */
enum class DtlsFingerprint : std::uint8_t { sha256, sha1 };

/** Part that is taken in completing calls as the caller's side. @rfc{6910,4} */
enum class CcAgentPolicy : std::uint8_t { never, native, generic };

/** Part that is taken in completing calls as the called side. */
enum class CcMonitorPolicy : std::uint8_t { never, native, generic, always };

/** Version of TLS for connections that we make. */
enum class TlsMethod : std::uint8_t { negotiated, tlsv1, sslv3, sslv2 };

/** Whether a stranger that registers becomes an endpoint. */
enum class AutoCreate : std::uint8_t {
    no,
    yes,      ///< until the next reload
    persist,  ///< for good
};

/** What lamps are told of a phone that rings while it is in use. */
enum class NotifyRinging : std::uint8_t { no, yes, not_in_use };

/** Whether lamps are told who calls. */
enum class NotifyCallerId : std::uint8_t { no, yes, ignore_context };

}  // namespace sipcore::config

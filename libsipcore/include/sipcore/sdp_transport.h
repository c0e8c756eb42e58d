// SPDX-License-Identifier: GPL-2.0-only
/** @file How the packets of a stream find their way and who may read them, as a description says it: keys (SDES), the
 *  certificate of a DTLS association, candidates of ICE, one port for RTP and RTCP. Part of sipcore/sdp.h. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/export.h"
#include "sipcore/result.h"

namespace sipcore::sdp {

struct Attribute;
struct Description;
struct Stream;

/** Most candidates of a stream that are read. */
inline constexpr std::size_t max_candidates = 32;
/** Most crypto lines of a stream that are read. */
inline constexpr std::size_t max_crypto = 8;
/** Most octets of a crypto line that are read. */
inline constexpr std::size_t max_crypto_text = 512;

/** Where the keys of a stream come from. */
enum class Keying : std::uint8_t {
    none,  ///< it is not encrypted
    sdes,  ///< they stand in the description. @rfc{4568,1}
    dtls,  ///< both sides make them over the media's own path. @rfc{5764,1}
};

/** What a certificate hashes to. @rfc{8122,5} */
struct Fingerprint {
    std::string hash;   ///< `sha-256` or `sha-1`
    std::string value;  ///< pairs of hexadecimal digits in capitals with colons between, as many as the hash has

    /** Equal in both. */
    bool operator==(const Fingerprint&) const = default;
};

/** Who opens the DTLS association. @rfc{4145,4} */
enum class Setup : std::uint8_t { active, passive, actpass, holdconn };

/** What sort of address a candidate is. @rfc{8839,5.1} */
enum class CandidateType : std::uint8_t { host, srflx, relay };

/** An address at which a side may be reached. @rfc{8839,5.1} */
struct Candidate {
    std::string foundation;      ///< at most 32 characters
    std::uint8_t component = 1;  ///< 1: RTP, 2: RTCP
    std::uint32_t priority = 0;  ///< the higher, the better
    SocketAddress address;       ///< numeric, over UDP
    CandidateType type = CandidateType::host;  ///< what sort it is
    SocketAddress related;       ///< what it was derived from; none for a host's own

    /** Equal in all. */
    bool operator==(const Candidate&) const = default;
};

/** What one side says about the transport of one stream. */
struct MediaTransport {
    std::vector<std::string> crypto;        ///< values of its crypto lines, in order. @rfc{4568,9.1}
    std::vector<Fingerprint> fingerprints;  ///< of its certificate, those whose hash is known
    std::optional<Setup> setup;             ///< which ends of the association it would be
    bool new_association = false;           ///< it says that the association must be a new one. @rfc{4145,5}
    std::string ice_user;                   ///< ufrag; empty: no ICE
    std::string ice_password;               ///< the password that goes with it
    bool ice_lite = false;                  ///< it only answers checks
    std::vector<Candidate> candidates;      ///< numeric ones over UDP, in order
    bool rtcp_mux = false;                  ///< RTCP may come at the port of RTP. @rfc{5761,5.1.1}

    /** Whether it takes part in ICE. */
    bool has_ice() const noexcept { return !ice_user.empty() && !ice_password.empty(); }
    /** Equal in all. */
    bool operator==(const MediaTransport&) const = default;
};

/**
 * Reads what a description says about a stream's transport. Certificate, setup and ICE may stand in the session's part and
 * count for all streams then. What has no proper shape is passed by, and so is a candidate with a name for an address.
 * @param stream  one of `description`'s
 * @threads any
 * @rfc{4568,9.1} @rfc{8122,5} @rfc{8839,5}
 */
SIPCORE_API MediaTransport transport_of(const Description& description, const Stream& stream);

/** The attributes that say it, in the order in which they are printed. @threads any */
SIPCORE_API std::vector<Attribute> attributes_of(const MediaTransport& transport);

/** What we do about the keys of a stream. */
struct Protection {
    Keying offered = Keying::none;  ///< of our own offer
    bool sdes = false;              ///< whether an offer with keys is taken
    bool dtls = false;              ///< whether an offer with a certificate is taken
    bool required = false;          ///< whether an offer without either is refused. @option{encryption}

    /** Equal in all. */
    bool operator==(const Protection&) const = default;
};

/**
 * Where the keys of an offered stream will come from. A profile that wants DTLS is keyed by DTLS alone; otherwise crypto
 * lines go first. Keys beside a profile without encryption are used, as some phones write it so.
 * @param offered     the stream
 * @param theirs      what it says about its transport
 * @param protection  what we do
 * @return the keying; Error{488} with the reason why it cannot be taken
 * @threads any
 * @rfc{4568,6.1} @rfc{5764,8}
 */
SIPCORE_API Result<Keying> keying_of_offer(const Stream& offered, const MediaTransport& theirs,
                                           const Protection& protection);

/**
 * Whether an answer keeps to the keying that we offered.
 * @return nothing; Error{488} with the reason why the stream cannot be used
 * @threads any
 * @rfc{4568,6.2} @rfc{5763,5}
 */
SIPCORE_API Result<> check_answer(const Stream& answered, const MediaTransport& theirs, Keying offered);

/**
 * The profile that a stream of ours is offered with.
 * @param keying    where its keys come from
 * @param feedback  whether RTCP may tell of losses at once (AVPF). @rfc{4585,3}
 * @param plain     with DTLS, the profile without its name. @option{force_avp}
 * @threads any
 */
SIPCORE_API std::string_view profile_for(Keying keying, bool feedback, bool plain);

/** Whether a profile is one with feedback. @threads any @rfc{4585,3} */
SIPCORE_API bool has_feedback(std::string_view profile);

/**
 * Whether a DTLS association has to be made anew for what the other side says now: the first one, another certificate,
 * another end, or, without ICE, another address. That of a hold is none.
 * @param before          what it said
 * @param address_before  the last address that its media had
 * @param now             what it says
 * @param address_now     the address that its media has now
 * @threads any
 * @rfc{8842,4}
 */
SIPCORE_API bool needs_new_association(const MediaTransport& before, const SocketAddress& address_before,
                                       const MediaTransport& now, const SocketAddress& address_now);

/**
 * Our end of an association whose other end says `theirs`, when we would be `ours`: active unless one of both says that it
 * is passive.
 * @threads any
 * @rfc{5763,5} @rfc{4145,4.1}
 */
SIPCORE_API Setup answered_setup(Setup theirs, Setup ours);

}  // namespace sipcore::sdp

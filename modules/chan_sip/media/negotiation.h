// SPDX-License-Identifier: GPL-2.0-only
/** @file Offer and answer of one call: which description was sent last, which came last, and which version is next.
 *  Knows neither Asterisk nor messages. @rfc{3264,8} */
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/result.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** How we name ourselves in the descriptions of a call. */
struct DescriptionOwner {
    std::string owner = "root";            ///< o= user
    std::string session = "Asterisk PBX";  ///< s=
    std::uint64_t id = 0;                  ///< o= id, and the first version
    sipcore::IpAddress origin;             ///< o= address
    sipcore::IpAddress address;            ///< c= address
    bool one_codec = false;                ///< answers name the first joint codec alone. @option{preferred_codec_only}
    bool compact = false;                  ///< static payload types go without a=rtpmap. @option{compactheaders}
    unsigned call_bandwidth = 0;           ///< `b=CT:` beside video, in kbit/s; 0: none. @option{maxcallbitrate}
};

/** What fmtp says of a codec that both sides have. */
using ParametersOf = std::function<std::string(const sipcore::sdp::Joint&)>;

/** The state of offer and answer of one call. Used by one thread at a time. */
class Negotiation {
public:
    /** Nothing was sent and nothing came. */
    explicit Negotiation(DescriptionOwner owner);

    /** Makes an offer of these streams, with a version of its own. */
    sipcore::sdp::Description offer(std::vector<sipcore::sdp::LocalStream> streams);
    /**
     * Works out what an answer to our last offer settles.
     * @return what was agreed on; Error{488} when nothing was
     */
    sipcore::Result<std::vector<sipcore::sdp::Agreed>> settle(const sipcore::sdp::Description& answer);
    /**
     * Looks what an offer would come to, without a port and without remembering anything.
     * @return what would be agreed on; Error{488} when nothing would
     */
    sipcore::Result<std::vector<sipcore::sdp::Agreed>> preview(const sipcore::sdp::Description& offered,
                                                               std::vector<sipcore::sdp::LocalStream> streams) const;
    /**
     * Answers an offer, with a version of its own.
     * @param parameters  what fmtp says of a codec in an answer; none: what it says in our offers
     * @return the answer; Error{488} when no stream is left
     */
    sipcore::Result<sipcore::sdp::Answer> answer(const sipcore::sdp::Description& offered,
                                                 std::vector<sipcore::sdp::LocalStream> streams,
                                                 const ParametersOf& parameters = {});
    /** Adds attributes to a stream of the answer that `answer` made last: what is known once the offer was put in force.
     *  @param index which m= line it is, from 0 */
    void complete(std::size_t index, const std::vector<sipcore::sdp::Attribute>& attributes);
    /** Whether an offer is the one that came last, by its o= line, so that nothing changes. */
    bool is_repeated(const sipcore::sdp::Description& offered) const;
    /** The address that our media is said to be at. */
    const sipcore::IpAddress& address() const noexcept { return owner_.address; }
    /** From now on our media is said to be at another address, or, without one, at ours again. */
    void lead_media(std::optional<sipcore::IpAddress> elsewhere) { elsewhere_ = elsewhere; }
    /** What we sent last, to be sent again as it is; nothing before the first. */
    const std::optional<sipcore::sdp::Description>& last_sent() const noexcept { return sent_; }
    /** What came last; nothing before the first. */
    const std::optional<sipcore::sdp::Description>& last_received() const noexcept { return received_; }

private:
    /** These streams with our names and the next version. */
    sipcore::sdp::Local local(std::vector<sipcore::sdp::LocalStream> streams) const;

    DescriptionOwner owner_;
    std::optional<sipcore::IpAddress> elsewhere_;
    std::uint64_t next_version_;
    sipcore::sdp::Local offered_;
    std::optional<sipcore::sdp::Description> sent_;
    std::optional<sipcore::sdp::Description> received_;
};

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The RTP of one stream of a call. */
#pragma once

#include <cstdint>

#include "media/formats.h"
#include "media/stream_transport.h"
#include "pbx/asterisk.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** One RTP instance of Asterisk's. Made before its call has a channel; from then on touched only with the channel's lock
 *  held, and destroyed when the channel is hung up. */
class RtpStream {
public:
    /** No instance. */
    RtpStream() = default;
    RtpStream(RtpStream&&) noexcept = default;             ///< moves the instance
    RtpStream& operator=(RtpStream&&) noexcept = default;  ///< moves the instance
    ~RtpStream() { close(); }

    /** What a stream is opened with. */
    struct Plan {
        const sipcore::config::Endpoint& endpoint;  ///< whose options count (`rtptimeout`, `nat=comedia`, `dtmfmode`)
        bool behind_nat = false;                    ///< whether its messages come from another address than they say
        int tos = 0;                                ///< type of service of the packets
        int cos = 0;                                ///< 802.1p priority of the packets
    };
    /**
     * Opens a pair of ports.
     * @param sched     runs RTCP's timers; must outlive the instance
     * @param bind      address to bind, its port does not count
     * @param plan      how it is to be
     * @return the stream; Failure when no ports are left or there is no RTP engine
     * @threads any
     */
    static sipcore::Outcome<RtpStream> open(ast_sched_context* sched, const sipcore::IpAddress& bind,
                                            const Plan& plan);

    /** Stops media and gives the ports back. */
    void close();
    /** Whether there is an instance. */
    explicit operator bool() const noexcept { return static_cast<bool>(instance_); }
    /** Asterisk's object, lent. */
    ast_rtp_instance* instance() const noexcept { return instance_.get(); }
    /** Our port. */
    std::uint16_t port() const;
    /** Descriptor of RTP, or of RTCP; -1 when RTCP has none of its own. */
    int descriptor(bool rtcp) const;

    /** Whose payload types both sides use: those of who made the offer. @rfc{3264,6.1} */
    enum class Offer : std::uint8_t { ours, theirs };

    /**
     * Puts in force what was agreed on: where media goes, payload types, telephone events.
     * @param agreed   of this stream
     * @param formats  ours, among which the agreed codecs' tags are looked up
     * @param offer    who made the offer
     * @param ptime    how long a packet is to be, in ms; 0: as the first codec has it
     * @return the agreed formats, preferred first, with what the other side's fmtp says; none when its keys cannot be used
     */
    Formats apply(const sipcore::sdp::Agreed& agreed, const Formats& formats, Offer offer, unsigned ptime);
    /** Completes a stream of an offer by what concerns its transport. @return false when it cannot be encrypted as it must */
    bool describe_offer(sipcore::sdp::LocalStream& stream);
    /** What our answer says about its transport; `apply` was called with the offer. */
    std::vector<sipcore::sdp::Attribute> answer_attributes() { return transport_.answer(instance_.get()); }
    /** From now on our offers are encrypted, or as the endpoint's options say again. */
    void require_keys(bool required) noexcept { transport_.require_keys(required); }
    /** Whether media is encrypted, or will be. */
    bool is_encrypted() const noexcept { return transport_.is_encrypted(); }
    /** The payload type under which we offer telephone events; from now on they are understood under it. @rfc{4733,2} */
    std::uint8_t telephone_event();
    /** Sends RTCP's reports, or not; its descriptor changes. @rfc{3550,6} */
    void send_reports(bool on);
    /** Sets how digits travel on it: as telephone events, or not. */
    void send_telephone_events(bool on);

private:
    pbx::Ao2<ast_rtp_instance> instance_;
    StreamTransport transport_;
};

/** An address as Asterisk's functions want it. @threads any */
ast_sockaddr to_ast(const sipcore::SocketAddress& address);
/** An address of Asterisk's as ours. @threads any */
sipcore::SocketAddress from_ast(const ast_sockaddr& address);

}  // namespace chan_sip

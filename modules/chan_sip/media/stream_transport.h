// SPDX-License-Identifier: GPL-2.0-only
/** @file The transport of one stream of a call: keys, DTLS association, ICE, one port or two. What is to be done is decided
 *  by sipcore::sdp; here it is done. */
#pragma once

#include <vector>

#include "media/sdes.h"
#include "pbx/asterisk.h"
#include "sipcore/config/model.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** Which offers an endpoint's streams are taken with. @option{encryption} @option{dtlsenable} @threads any */
sipcore::sdp::Protection protection_of(const sipcore::config::Endpoint& endpoint);

/** Belongs to the RTP instance that its functions are given, and is used by who may touch that. */
class StreamTransport {
public:
    /** Without an instance. */
    StreamTransport() = default;
    /** Prepares a new instance, before its RTCP port is opened. @param endpoint whose options count */
    StreamTransport(ast_rtp_instance* rtp, const sipcore::config::Endpoint& endpoint);

    /** From now on offers of ours are encrypted, or as the endpoint's options say again. */
    void require_keys(bool required) noexcept { keys_required_ = required; }
    /**
     * Completes a stream of an offer: profile, keys, certificate, candidates.
     * @return false when it has to be encrypted and cannot be; the log says why
     */
    bool describe_offer(ast_rtp_instance* rtp, sipcore::sdp::LocalStream& stream);
    /**
     * Takes what was agreed on, before the instance is told where media goes.
     * @return false when the other side's keys cannot be used; the log says why
     */
    bool take(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed);
    /** Begins with what was taken, after the instance was told where media goes.
     *  @param ours whether the offer was ours */
    void begin(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed, bool ours);
    /** What our answer says beside the codecs, after `begin`. */
    std::vector<sipcore::sdp::Attribute> answer(ast_rtp_instance* rtp);

    /** Whether media is encrypted, or will be. */
    bool is_encrypted() const noexcept { return keying_ != sipcore::sdp::Keying::none; }
    /** Whether RTCP comes at the port of RTP. */
    bool has_one_port() const noexcept { return one_port_; }

private:
    /** Opens our end of a DTLS association. */
    bool open_end(ast_rtp_instance* rtp) const;
    /** What our offers are keyed with. */
    sipcore::sdp::Keying offered_keying() const;
    /** Takes keys or a certificate. */
    bool take_keys(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed);
    /** Puts RTCP at the port of RTP where both want that, or at its own. */
    void share_port(ast_rtp_instance* rtp, bool shared);

    sipcore::config::Shared<sipcore::config::Dtls> dtls_;
    bool encryption_ = false;
    bool short_tags_ = false;
    bool feedback_ = false;
    bool plain_profile_ = false;
    bool rtcp_mux_ = false;
    bool ice_ = false;
    bool keys_required_ = false;

    SdesKeys sdes_;
    sipcore::sdp::Keying keying_ = sipcore::sdp::Keying::none;
    bool one_port_ = false;
    bool new_association_ = false;
    sipcore::sdp::MediaTransport theirs_;
    sipcore::SocketAddress remote_;
};

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The transport of one stream of a call. */
#include "media/stream_transport.h"

#include "media/dtls.h"
#include "media/ice.h"
#include "sipcore/log.h"

namespace chan_sip {

using sipcore::sdp::Keying;

sipcore::sdp::Protection protection_of(const sipcore::config::Endpoint& endpoint)
{
    bool encrypts = ast_rtp_engine_srtp_is_registered() != 0;
    bool dtls = endpoint.dtls->enable;
    return {.sdes = encrypts, .dtls = encrypts && dtls, .required = endpoint.encryption || dtls};
}

StreamTransport::StreamTransport(ast_rtp_instance* rtp, const sipcore::config::Endpoint& endpoint)
    : dtls_{endpoint.dtls}, encryption_{endpoint.encryption}, short_tags_{endpoint.srtp_tag_32},
      feedback_{endpoint.use_avpf}, plain_profile_{endpoint.force_avp}, rtcp_mux_{endpoint.rtcp_mux},
      ice_{endpoint.ice_support && has_candidates(rtp)}
{
    // An instance with ICE asks the system for all its addresses again when it opens its RTCP port.
    if (!ice_)
        stop_ice(rtp);
}

bool StreamTransport::open_end(ast_rtp_instance* rtp) const
{
    return open_dtls(rtp, {.options = *dtls_, .short_tags = short_tags_});
}

Keying StreamTransport::offered_keying() const
{
    if (is_encrypted())
        return keying_;
    if (dtls_->enable)
        return Keying::dtls;
    return encryption_ || keys_required_ ? Keying::sdes : Keying::none;
}

bool StreamTransport::describe_offer(ast_rtp_instance* rtp, sipcore::sdp::LocalStream& stream)
{
    auto keying = offered_keying();
    sipcore::sdp::MediaTransport ours;
    switch (keying) {
    case Keying::none:
        break;
    case Keying::sdes:
        ours.crypto = sdes_.offered(short_tags_);
        if (ours.crypto.empty()) {
            sipcore::log::warning("Media cannot be encrypted: is res_srtp loaded?");
            return false;
        }
        break;
    case Keying::dtls:
        if (!open_end(rtp))
            return false;
        describe_dtls(rtp, ours);
        break;
    }
    if (ice_)
        describe_ice(rtp, ours, one_port_);
    ours.rtcp_mux = rtcp_mux_;
    keying_ = keying;
    stream.protection.offered = keying;
    stream.profile = sipcore::sdp::profile_for(keying, feedback_, plain_profile_);
    for (auto& line : sipcore::sdp::attributes_of(ours))
        stream.attributes.push_back(std::move(line));
    return true;
}

bool StreamTransport::take_keys(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed)
{
    switch (agreed.keying) {
    case Keying::none:
        return true;
    case Keying::sdes:
        if (!sdes_.take(rtp, agreed.transport.crypto)) {
            sipcore::log::warning("None of the other side's SRTP keys can be used");
            return false;
        }
        close_dtls(rtp);
        return true;
    case Keying::dtls:
        if (!open_end(rtp))
            return false;
        new_association_ =
            sipcore::sdp::needs_new_association(theirs_, remote_, agreed.transport, agreed.remote);
        if (new_association_ && !theirs_.fingerprints.empty())
            renew_dtls(rtp);
        take_dtls(rtp, agreed.transport);
        return true;
    }
    return true;
}

void StreamTransport::share_port(ast_rtp_instance* rtp, bool shared)
{
    if (shared == one_port_)
        return;
    one_port_ = shared;
    ast_rtp_instance_set_prop(rtp, AST_RTP_PROPERTY_RTCP,
                              shared ? AST_RTP_INSTANCE_RTCP_MUX : AST_RTP_INSTANCE_RTCP_STANDARD);
}

bool StreamTransport::take(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed)
{
    if (!take_keys(rtp, agreed))
        return false;
    keying_ = agreed.keying;
    feedback_ = sipcore::sdp::has_feedback(agreed.profile);
    share_port(rtp, rtcp_mux_ && agreed.transport.rtcp_mux);
    theirs_ = agreed.transport;
    if (!agreed.remote.ip().is_unspecified())
        remote_ = agreed.remote;
    if (ice_ && !agreed.transport.has_ice()) {
        ice_ = false;
        stop_ice(rtp);
    }
    return true;
}

void StreamTransport::begin(ast_rtp_instance* rtp, const sipcore::sdp::Agreed& agreed, bool ours)
{
    if (ice_)
        start_ice(rtp, agreed.transport, ours ? IceRole::controlling : IceRole::controlled, one_port_);
    // Without ICE this begins the handshake, and would end an association that there is. With it, ICE begins one when it
    // has found a way.
    if (keying_ == Keying::dtls && new_association_)
        ast_rtp_instance_activate(rtp);
    new_association_ = false;
}

std::vector<sipcore::sdp::Attribute> StreamTransport::answer(ast_rtp_instance* rtp)
{
    sipcore::sdp::MediaTransport ours;
    if (keying_ == Keying::sdes)
        ours.crypto = sdes_.answered();
    if (keying_ == Keying::dtls)
        describe_dtls(rtp, ours);
    if (ice_)
        describe_ice(rtp, ours, one_port_);
    ours.rtcp_mux = one_port_;
    return sipcore::sdp::attributes_of(ours);
}

}  // namespace chan_sip

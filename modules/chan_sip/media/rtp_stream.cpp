// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's RTP engine, as one stream of a call uses it. */
#include "media/rtp_stream.h"

#include "media/payload_types.h"

#include <netinet/ip.h>

namespace chan_sip {
namespace {

/** Enters an agreed codec into the table and returns its format; none when it is not ours. */
pbx::Ao2<ast_format> enter(PayloadTypes& types, const sipcore::sdp::Joint& joint, const Formats& ours)
{
    auto format = format_named(ours, joint.codec.tag);
    if (!format)
        return {};
    auto theirs = with_parameters(format, joint.parameters);
    ast_rtp_codecs_payload_replace_format(types.get(), joint.payload, theirs.get());
    return joint_format(format, joint.parameters);
}

/** The rate at which telephone events are agreed on: we offer one only. */
constexpr unsigned telephone_event_rate = 8000;

/**
 * Enters telephone events into the table: as those that are preferred, and without a rate. Looked up by a rate they would
 * be found as well, but the RTP engine of Asterisk 22 loses a reference with every digit that it looks up so.
 */
void enter_telephone_event(PayloadTypes& types, std::uint8_t payload)
{
    char audio[] = "audio";
    char encoding[] = "telephone-event";
    ast_rtp_codecs_payloads_set_rtpmap_type_rate(types.get(), nullptr, payload, audio, encoding,
                                                 static_cast<ast_rtp_options>(0), 0);
    ast_rtp_codecs_set_preferred_dtmf_format(types.get(), payload, telephone_event_rate);
}

/** Sets what an endpoint's options say about its media. */
void configure(ast_rtp_instance* instance, const RtpStream::Plan& plan)
{
    using sipcore::config::NatMode;
    const auto& endpoint = plan.endpoint;
    bool symmetric = endpoint.rtp_symmetric == NatMode::on || (endpoint.rtp_symmetric == NatMode::automatic && plan.behind_nat);
    ast_rtp_instance_set_prop(instance, AST_RTP_PROPERTY_RTCP, AST_RTP_INSTANCE_RTCP_STANDARD);
    ast_rtp_instance_set_prop(instance, AST_RTP_PROPERTY_NAT, symmetric ? 1 : 0);
    ast_rtp_instance_set_prop(instance, AST_RTP_PROPERTY_DTMF_COMPENSATE, endpoint.rfc2833_compensate ? 1 : 0);
    if (plan.tos || plan.cos)
        ast_rtp_instance_set_qos(instance, plan.tos, plan.cos, "SIP RTP");
    ast_rtp_instance_set_timeout(instance, static_cast<int>(endpoint.rtp_timeout.count()));
    ast_rtp_instance_set_hold_timeout(instance, static_cast<int>(endpoint.rtp_timeout_hold.count()));
    ast_rtp_instance_set_keepalive(instance, static_cast<int>(endpoint.rtp_keepalive.count()));
}

}  // namespace

ast_sockaddr to_ast(const sipcore::SocketAddress& address)
{
    ast_sockaddr result{};
    result.len = address.to(result.ss);
    return result;
}

sipcore::SocketAddress from_ast(const ast_sockaddr& address)
{
    return sipcore::SocketAddress::from(reinterpret_cast<const sockaddr*>(&address.ss));
}

sipcore::Outcome<RtpStream> RtpStream::open(ast_sched_context* sched, const sipcore::IpAddress& bind,
                                            const Plan& plan)
{
    auto address = to_ast({bind, 0});
    RtpStream stream;
    const auto& endpoint = plan.endpoint;
    stream.instance_ =
        pbx::Ao2<ast_rtp_instance>::adopt(ast_rtp_instance_new(endpoint.rtp_engine.c_str(), sched, &address, nullptr));
    if (!stream)
        return std::unexpected{sipcore::Failure{"No RTP ports at " + bind.text()}};
    stream.transport_ = StreamTransport{stream.instance(), endpoint};
    configure(stream.instance(), plan);
    stream.send_telephone_events(endpoint.dtmf_mode == sipcore::config::DtmfMode::rfc4733 ||
                                 endpoint.dtmf_mode == sipcore::config::DtmfMode::automatic);
    return stream;
}

void RtpStream::close()
{
    if (!instance_)
        return;
    ast_rtp_instance_stop(instance_.get());
    instance_ = {};
}

std::uint16_t RtpStream::port() const
{
    ast_sockaddr address{};
    ast_rtp_instance_get_local_address(instance_.get(), &address);
    return ast_sockaddr_port(&address);
}

int RtpStream::descriptor(bool rtcp) const
{
    return rtcp && transport_.has_one_port() ? -1 : ast_rtp_instance_fd(instance_.get(), rtcp ? 1 : 0);
}

Formats RtpStream::apply(const sipcore::sdp::Agreed& agreed, const Formats& formats, Offer offer, unsigned ptime)
{
    PayloadTypes types;
    auto joint = no_formats();
    if (!transport_.take(instance_.get(), agreed))
        return joint;
    for (const auto& codec : agreed.codecs) {
        auto format = enter(types, codec, formats);
        if (!format)
            continue;
        if (ast_format_cap_empty(joint.get()))
            ast_rtp_codecs_set_preferred_format(types.get(), format.get());
        ast_format_cap_append(joint.get(), format.get(), codec.codec.ptime);
    }
    if (!ptime && !agreed.codecs.empty())
        ptime = agreed.codecs.front().codec.ptime;
    ast_rtp_codecs_set_framing(types.get(), ptime);
    if (agreed.telephone_event)
        enter_telephone_event(types, *agreed.telephone_event);
    if (offer == Offer::theirs)
        ast_rtp_codecs_payloads_xover(types.get(), types.get(), nullptr);   // what we send as, they send as
    ast_rtp_codecs_payloads_copy(types.get(), ast_rtp_instance_get_codecs(instance_.get()), instance_.get());
    auto remote = to_ast(agreed.remote);
    ast_rtp_instance_set_remote_address(instance_.get(), &remote);
    transport_.begin(instance_.get(), agreed, offer == Offer::ours);
    return joint;
}

bool RtpStream::describe_offer(sipcore::sdp::LocalStream& stream)
{
    return transport_.describe_offer(instance_.get(), stream);
}

std::uint8_t RtpStream::telephone_event()
{
    return static_cast<std::uint8_t>(
        ast_rtp_codecs_payload_code(ast_rtp_instance_get_codecs(instance_.get()), 0, nullptr, AST_RTP_DTMF));
}

void RtpStream::send_reports(bool on)
{
    auto way = transport_.has_one_port() ? AST_RTP_INSTANCE_RTCP_MUX : AST_RTP_INSTANCE_RTCP_STANDARD;
    ast_rtp_instance_set_prop(instance_.get(), AST_RTP_PROPERTY_RTCP, on ? way : AST_RTP_INSTANCE_RTCP_DISABLED);
}

void RtpStream::send_telephone_events(bool on)
{
    ast_rtp_instance_set_prop(instance_.get(), AST_RTP_PROPERTY_DTMF, on ? 1 : 0);
    ast_rtp_instance_dtmf_mode_set(instance_.get(), on ? AST_RTP_DTMF_MODE_RFC2833 : AST_RTP_DTMF_MODE_INBAND);
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Media of a bridged call goes to the other side of the bridge, and comes back. Asterisk's bridges say when; the channel's
 *  lock is held. @option{directmedia} */
#include "channel/call.h"
#include "driver.h"

namespace chan_sip {
namespace {

/** Where the other side of a bridge listens, and what it understands. */
std::optional<MediaPeer> peer_of(ast_rtp_instance* rtp, const ast_format_cap* formats)
{
    ast_sockaddr address{};
    if (!rtp)
        return std::nullopt;
    ast_rtp_instance_get_remote_address(rtp, &address);
    if (ast_sockaddr_isnull(&address) || ast_sockaddr_is_any(&address) || !ast_sockaddr_port(&address))
        return std::nullopt;
    auto* types = ast_rtp_instance_get_codecs(rtp);
    MediaPeer peer;
    peer.address = from_ast(address);
    for (std::size_t i = 0; formats && i < ast_format_cap_count(formats); ++i) {
        auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(formats, static_cast<int>(i)));
        peer.formats.emplace_back(ast_format_get_name(format.get()), ast_rtp_codecs_payload_code_tx(types, 1, format.get(), 0));
    }
    if (int event = ast_rtp_codecs_payload_code_tx(types, 0, nullptr, AST_RTP_DTMF); event >= 0)
        peer.telephone_event = static_cast<std::uint8_t>(event);
    return peer;
}

/** The descriptor of RTCP at a channel. */
constexpr int rtcp_descriptor = 1;

}  // namespace

std::vector<sipcore::sdp::LocalStream> Call::placed(std::vector<sipcore::sdp::LocalStream> streams, bool offering) const
{
    if (!media_peer_)
        return streams;
    streams = redirected(std::move(streams), *media_peer_, offering);
    for (auto& stream : streams)
        if (stream.kind != sipcore::sdp::Kind::audio)
            stream.address = negotiation_.address();    // only the sound goes elsewhere
    return streams;
}

sipcore::OfferBy Call::offer_by() const
{
    bool update = side_.settings->direct_media_method == sipcore::config::DirectMediaMethod::update;
    return update ? sipcore::OfferBy::update : sipcore::OfferBy::invite;
}

ast_rtp_glue_result Call::audio_placement() const
{
    const auto& jitter = driver_.stack().config()->global.jitter_buffer;
    if (!audio_ || is_encrypted() || (jitter.enable && jitter.force))
        return AST_RTP_GLUE_RESULT_FORBID;
    const auto& settings = *side_.settings;
    bool ours_alone = settings.encryption || settings.ice_support || settings.rtcp_mux;     // what the peer has not agreed to
    return settings.direct_media && !ours_alone ? AST_RTP_GLUE_RESULT_REMOTE : AST_RTP_GLUE_RESULT_LOCAL;
}

bool Call::may_meet(ast_rtp_instance* rtp) const
{
    ast_sockaddr address{};
    ast_rtp_instance_get_remote_address(rtp, &address);
    auto ip = from_ast(address).ip();
    bool known = !ast_sockaddr_isnull(&address);
    if (known && ip.family() != side_.local_address.family())
        return false;
    const auto& access = side_.settings->direct_media_acl;
    return access.empty() || !known || access.allows(ip);
}

void Call::redirect_media(ast_channel* channel, ast_rtp_instance* rtp, const ast_format_cap* formats, bool nat_active)
{
    if (phase_ == Phase::ended || !audio_)
        return;
    auto peer = peer_of(rtp, formats);
    if (rtp && !peer)
        return;     // nobody knows yet where it is
    const auto& settings = *side_.settings;
    auto decision = decide_direct_media({.away = peer.has_value(),
                                         .nat_active = nat_active,
                                         .nat_forbids = settings.disable_direct_media_on_nat,
                                         .bridged = ast_channel_is_bridged(channel) != 0,
                                         .from_the_start = driver_.stack().config()->global.direct_rtp_setup,
                                         .answered = is_answered(),
                                         .undescribed = !negotiation_.last_sent(),
                                         .withheld = settings.direct_media_outgoing && incoming_ && !withheld_});
    if (decision == DirectMedia::withhold)
        withheld_ = true;
    bool same_place = media_peer_.has_value() == peer.has_value() && (!peer || media_peer_->address == peer->address);
    if (decision == DirectMedia::ignore || decision == DirectMedia::withhold || same_place)
        return;
    set_media_peer(channel, std::move(peer));
    if (decision == DirectMedia::offer)
        offer_media_place();
}

void Call::meet_media_early() const
{
    const auto* audio = offer_ ? offer_->first(sipcore::sdp::Kind::audio) : nullptr;
    if (!audio || !audio->port || !driver_.stack().config()->global.direct_rtp_setup || !side_.settings->direct_media)
        return;
    auto remote = to_ast({offer_->address_of(*audio), audio->port});
    ast_rtp_instance_set_remote_address(audio_.instance(), &remote);
}

void Call::set_media_peer(ast_channel* channel, std::optional<MediaPeer> peer)
{
    bool was_here = !media_peer_;
    media_peer_ = std::move(peer);
    negotiation_.lead_media(media_peer_ ? std::optional{media_peer_->address.ip()} : std::nullopt);
    bool is_here = !media_peer_;
    media_since_ = std::time(nullptr);
    if (was_here == is_here)
        return;
    // Nothing comes while it is elsewhere, and nothing is to be reported about it.
    if (!is_here)
        ast_channel_set_fd(channel, rtcp_descriptor, -1);
    audio_.send_reports(is_here);
    if (is_here)
        ast_channel_set_fd(channel, rtcp_descriptor, audio_.descriptor(true));
}

void Call::offer_media_place()
{
    if (session_ && transfer_ == TransferState::none)
        offer_anew(Offering::current, {});
}

void Call::bring_media_back(ast_channel* channel)
{
    if (!media_peer_ || phase_ == Phase::ended)
        return;
    set_media_peer(channel, std::nullopt);
    if (is_answered())
        offer_media_place();
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Video and text beside the audio: their ports, what comes of offer and answer, their frames. */
#include <array>

#include "channel/call.h"
#include "driver.h"
#include "media/payload_types.h"
#include "media/streams.h"
#include "media/text_redundancy.h"
#include "media/wished_codecs.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::sdp::Kind;

/** Descriptors of a channel beside those of the audio. */
namespace descriptor {
constexpr int video = 2;       ///< RTP
constexpr int video_rtcp = 3;  ///< its RTCP
constexpr int text = 4;        ///< RTP
constexpr int fax = 5;         ///< UDPTL
}  // namespace descriptor

/** How long text waits for more of it before it is sent, in ms. @rfc{4103,5.1} */
constexpr int text_buffer = 300;

/** The next frame of a stream; Asterisk's null frame when there is none. */
ast_frame* read_from(const RtpStream& stream, bool rtcp)
{
    if (!stream)
        return &ast_null_frame;
    auto* frame = ast_rtp_instance_read(stream.instance(), rtcp ? 1 : 0);
    return frame ? frame : &ast_null_frame;
}

/** Whether a frame is plain text. */
bool is_plain_text(const ast_frame* frame)
{
    return ast_format_cmp(frame->subclass.format, ast_format_t140) == AST_FORMAT_CMP_EQUAL;
}

/** All figures of a stream in one line. */
std::string quality_of(ast_rtp_instance* rtp)
{
    std::array<char, AST_MAX_USER_FIELD> text{};
    auto* quality = ast_rtp_instance_get_quality(rtp, AST_RTP_INSTANCE_STAT_FIELD_QUALITY, text.data(), text.size());
    return quality ? quality : "";
}

}  // namespace

void Call::open_more(const sipcore::config::Config& config, const sipcore::IpAddress& bind)
{
    const auto& global = config.global;
    if (!incoming_) {
        with_video_ = with_video_ && ast_format_cap_has_type(formats_.get(), AST_MEDIA_TYPE_VIDEO);
        with_text_ = with_text_ && ast_format_cap_has_type(formats_.get(), AST_MEDIA_TYPE_TEXT);
    }
    auto open = [&](RtpStream& stream, int tos, int cos) {
        auto opened = RtpStream::open(driver_.scheduler(), bind, {.endpoint = *side_.settings,
                                                                  .behind_nat = side_.behind_nat,
                                                                  .tos = tos,
                                                                  .cos = cos});
        if (opened)
            stream = std::move(*opened);
        else
            sipcore::log::warning("{}", opened.error().what);
        return opened.has_value();
    };
    with_video_ = with_video_ && open(video_, global.tos_video, global.cos_video);
    with_text_ = with_text_ && open(text_, global.tos_text, global.cos_text);
    for (auto* stream : {&video_, &text_}) {
        if (!*stream)
            continue;
        stream->require_keys(keys_required_);
        // Pictures may stand still and people may not type: silence of these says nothing.
        ast_rtp_instance_set_timeout(stream->instance(), 0);
        ast_rtp_instance_set_hold_timeout(stream->instance(), 0);
    }
}

void Call::join_more(ast_channel* channel)
{
    if (video_) {
        ast_channel_set_fd(channel, descriptor::video, video_.descriptor(false));
        ast_channel_set_fd(channel, descriptor::video_rtcp, video_.descriptor(true));
    }
    if (text_)
        ast_channel_set_fd(channel, descriptor::text, text_.descriptor(false));
    for (auto* stream : {&video_, &text_})
        if (*stream)
            ast_rtp_instance_set_channel_id(stream->instance(), ast_channel_uniqueid(channel));
}

void Call::close_more()
{
    video_.close();
    text_.close();
    fax_.stream = {};
    fax_.stage = Fax::Stage::none;
    fax_.decide_by = 0;
}

std::vector<sipcore::sdp::Codec> Call::wished_of_all_kinds(bool instances)
{
    constexpr std::pair<Kind, ast_media_type> kinds[] = {
        {Kind::audio, AST_MEDIA_TYPE_AUDIO}, {Kind::video, AST_MEDIA_TYPE_VIDEO}, {Kind::text, AST_MEDIA_TYPE_TEXT}};
    PayloadTypes scratch;
    auto types_of = [&](Kind kind) {
        const auto& stream = kind == Kind::video ? video_ : kind == Kind::text ? text_ : audio_;
        return instances && stream ? ast_rtp_instance_get_codecs(stream.instance()) : scratch.get();
    };
    if (instances || codecs_.empty()) {
        std::vector<sipcore::sdp::Codec> codecs;
        for (auto [kind, type] : kinds)
            for (auto& codec : codecs_of(formats_, type, types_of(kind), side_.settings->g726_non_standard))
                codecs.push_back(std::move(codec));
        if (instances)
            return wished_.empty() ? codecs : wished_codecs(codecs, wished_);
        codecs_ = std::move(codecs);
    }
    return wished_.empty() ? codecs_ : wished_codecs(codecs_, wished_);
}

std::string Call::joint_parameters(const sipcore::sdp::Joint& joint) const
{
    auto ours = joint.codec.kind == Kind::text ? pbx::Ao2<ast_format>{} : format_named(formats_, joint.codec.tag);
    return ours ? fmtp_of(joint_format(ours, joint.parameters).get(), joint.payload) : joint.codec.parameters;
}

Formats Call::apply_more(ast_channel* channel, const std::vector<sipcore::sdp::Agreed>& agreed, RtpStream::Offer offer)
{
    auto formats = no_formats();
    for (auto [kind, stream] : {std::pair{Kind::video, &video_}, std::pair{Kind::text, &text_}}) {
        if (!*stream)
            continue;
        const auto* settled = of_kind(agreed, kind);
        bool no_longer_redundant = kind == Kind::text && redundant_text_ && (!settled || !text_payloads(*settled).redundant);
        if (!settled || no_longer_redundant) {
            ast_rtp_instance_stop(stream->instance());      // which alone ends its redundancy
            redundant_text_ = redundant_text_ && kind != Kind::text;
        }
        if (!settled)
            continue;
        ast_format_cap_append_from_cap(formats.get(), stream->apply(*settled, formats_, offer, 0).get(),
                                       AST_MEDIA_TYPE_UNKNOWN);
        if (offer == RtpStream::Offer::theirs)
            negotiation_.complete(settled->index, stream->answer_attributes());
    }
    if (video_)
        ast_channel_set_fd(channel, descriptor::video_rtcp, video_.descriptor(true));
    const auto& theirs = negotiation_.last_received();
    const auto* picture = theirs ? theirs->first(Kind::video) : nullptr;
    asks_by_rtcp_ = picture && takes_picture_requests(*picture, of_kind(agreed, Kind::video));
    const auto* text = text_ ? of_kind(agreed, Kind::text) : nullptr;
    auto payloads = text ? text_payloads(*text) : TextPayloads{};
    if (payloads.plain && payloads.redundant && !redundant_text_) {
        std::array<int, text_generations + 1> all{};
        all.fill(*payloads.plain);
        redundant_text_ = ast_rtp_red_init(text_.instance(), text_buffer, all.data(), text_generations) == 0;
    }
    return formats;
}

int Call::ask_for_picture()
{
    if (!video_ || !session_)
        return -1;
    if (asks_by_rtcp_) {
        ast_frame wish{};
        wish.frametype = AST_FRAME_CONTROL;
        wish.subclass.integer = AST_CONTROL_VIDUPDATE;
        ast_rtp_instance_write(video_.instance(), &wish);
        return 0;
    }
    session_->send_info({.content_type = "application/media_control+xml",
                         .text = "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\r\n"
                                 "<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder>"
                                 "</vc_primitive></media_control>\r\n"},
                        {});
    return 0;
}

ast_frame* Call::read_more(int which)
{
    switch (which) {
    case descriptor::video:
    case descriptor::video_rtcp:
        return read_from(video_, which == descriptor::video_rtcp);
    case descriptor::text:
        return read_from(text_, false);
    case descriptor::fax: {
        auto* frame = fax_.stream ? ast_udptl_read(fax_.stream.instance()) : nullptr;
        return frame && fax_.stage == Fax::Stage::running ? frame : &ast_null_frame;
    }
    default:
        return &ast_null_frame;
    }
}

void Call::write_to(ast_rtp_instance* rtp, ast_frame* frame)
{
    bool flows = is_answered() || phase_ == Phase::early;
    if (flows && hold_ == sipcore::sdp::Hold::none && fax_.stage != Fax::Stage::running)
        ast_rtp_instance_write(rtp, frame);
}

int Call::write_more(ast_channel* channel, ast_frame* frame)
{
    if (frame->frametype == AST_FRAME_MODEM && fax_.stream && fax_.stage == Fax::Stage::running) {
        ast_udptl_write(fax_.stream.instance(), frame);
    } else if (frame->frametype == AST_FRAME_VIDEO && video_) {
        begin_early_media(channel);
        write_to(video_.instance(), frame);
    } else if (frame->frametype == AST_FRAME_TEXT && text_ && is_answered()) {
        if (redundant_text_)
            ast_rtp_red_buffer(text_.instance(), frame);
        else if (is_plain_text(frame))
            write_to(text_.instance(), frame);
    }
    return 0;
}

void Call::tell_quality_of_more(ast_channel* channel) const
{
    for (auto [name, stream] : {std::pair{"RTPVIDEOQOS", &video_}, std::pair{"RTPTEXTQOS", &text_}})
        if (*stream)
            pbx_builtin_setvar_helper(channel, name, quality_of(stream->instance()).c_str());
}

}  // namespace chan_sip

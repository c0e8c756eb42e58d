// SPDX-License-Identifier: GPL-2.0-only
/** @file Frames between a channel and its RTP. */
#include "channel/call.h"
#include "driver.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** A digit that came, in the place of what RTP said about it: dropped. */
ast_frame* dropped(ast_frame* frame)
{
    ast_frfree(frame);
    return &ast_null_frame;
}

/** Whether a frame is a digit. */
bool is_digit(const ast_frame* frame)
{
    return frame->frametype == AST_FRAME_DTMF_BEGIN || frame->frametype == AST_FRAME_DTMF_END;
}

/** Whether a frame says that a fax was heard. */
bool is_fax_tone(const ast_frame* frame)
{
    return is_digit(frame) && frame->subclass.integer == 'f';
}

/** Takes the packet's number from a frame of G.711. Debian's Asterisk lets a translator drop what has a lower number than what it
 *  had before, and a fax gateway's sound, which it plays after ours, has none. @param frame of a call that may become a fax */
void forget_number(ast_frame* frame)
{
    auto* format = frame->subclass.format;
    if (ast_format_cmp(format, ast_format_ulaw) != AST_FORMAT_CMP_EQUAL && ast_format_cmp(format, ast_format_alaw) != AST_FORMAT_CMP_EQUAL)
        return;
    frame->seqno = 0;
    ast_clear_flag(frame, AST_FRFLAG_HAS_SEQUENCE_NUMBER);
}

/** The descriptor whose frames are RTCP. */
constexpr int rtcp_descriptor = 1;

}  // namespace

bool Call::accepts_voice(ast_channel* channel, const ast_frame* frame)
{
    if (phase_ == Phase::beginning)
        return false;       // before early media nothing is to be heard
    auto* format = frame->subclass.format;
    if (ast_format_cap_iscompatible_format(ast_channel_nativeformats(channel), format) != AST_FORMAT_CMP_NOT_EQUAL)
        return true;
    if (!joint_ || ast_format_cap_iscompatible_format(joint_.get(), format) == AST_FORMAT_CMP_NOT_EQUAL)
        return false;
    auto native = no_formats();
    ast_format_cap_append(native.get(), format, 0);
    for (auto kind : {AST_MEDIA_TYPE_VIDEO, AST_MEDIA_TYPE_TEXT})
        ast_format_cap_append_from_cap(native.get(), ast_channel_nativeformats(channel), kind);
    use_native(channel, native);
    return true;
}

ast_frame* Call::filtered(ast_channel* channel, ast_frame* frame)
{
    using sipcore::config::DtmfMode;
    if (is_digit(frame) && dtmf_mode_ != DtmfMode::rfc4733 && dtmf_mode_ != DtmfMode::automatic)
        return dropped(frame);
    if (frame->frametype != AST_FRAME_VOICE)
        return frame;
    if (fax_.stage == Fax::Stage::running || !accepts_voice(channel, frame))
        return dropped(frame);
    if (side_.settings->t38_udptl)
        forget_number(frame);
    if (!dsp_)
        return frame;
    frame = ast_dsp_process(channel, dsp_.get(), frame);
    if (is_fax_tone(frame) && side_.settings->fax_detect_cng) {
        frame = dropped(frame);
        go_to_fax(channel, FaxSign::tone);
    }
    return frame;
}

ast_frame* Call::read(ast_channel* channel)
{
    int descriptor = ast_channel_fdno(channel);
    if (descriptor > rtcp_descriptor)
        return read_more(descriptor);
    if (!audio_ || descriptor < 0)
        return &ast_null_frame;
    if (descriptor != rtcp_descriptor)
        ast_rtp_instance_set_last_rx(audio_.instance(), std::time(nullptr));    // the RTP engine leaves that to us
    auto* frame = ast_rtp_instance_read(audio_.instance(), descriptor == rtcp_descriptor ? 1 : 0);
    return frame ? filtered(channel, frame) : &ast_null_frame;
}

void Call::begin_early_media(ast_channel* channel)
{
    if (phase_ == Phase::beginning && incoming_ && !driver_.stack().config()->global.premature_media)
        indicate_progress(channel);     // what is sent before any progress is heard, too
}

int Call::write(ast_channel* channel, ast_frame* frame)
{
    if (frame->frametype != AST_FRAME_VOICE)
        return write_more(channel, frame);
    begin_early_media(channel);
    bool flows = is_answered() || phase_ == Phase::early;
    if (!audio_ || !flows || hold_ != sipcore::sdp::Hold::none || fax_.stage == Fax::Stage::running)
        return 0;
    if (ast_format_cap_iscompatible_format(ast_channel_nativeformats(channel), frame->subclass.format) ==
        AST_FORMAT_CMP_NOT_EQUAL) {
        sipcore::log::warning("Asked to transmit frame type {}, while native formats is {}",
                              ast_format_get_name(frame->subclass.format),
                              names_of(ast_channel_nativeformats(channel)));
        return 0;
    }
    ast_rtp_instance_write(audio_.instance(), frame);
    return 0;
}

}  // namespace chan_sip

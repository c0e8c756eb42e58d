// SPDX-License-Identifier: GPL-2.0-only
/** @file How Asterisk's bridges find the RTP of a SIP channel: media of two channels may meet in the RTP engine, or outside of it.
 *  Asterisk calls with the channel's lock held. */
#include "media/glue.h"

#include "channel/call.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** The audio of a channel, with a reference for the caller. */
ast_rtp_glue_result rtp_info(ast_channel* channel, ast_rtp_instance** instance)
{
    return pbx::guarded("get_rtp_info", AST_RTP_GLUE_RESULT_FORBID, [&] {
        auto* call = Call::of(channel);
        if (!call || !call->audio() || call->is_encrypted())
            return AST_RTP_GLUE_RESULT_FORBID;
        *instance = ao2_bump(call->audio());
        return call->audio_placement();
    });
}

/** Video and text of a channel: none. */
ast_rtp_glue_result no_rtp_info(ast_channel*, ast_rtp_instance**)
{
    return AST_RTP_GLUE_RESULT_FORBID;
}

/** Whether media of a channel may go straight to where an instance of another channel sends. */
int allow_remote(ast_channel* channel, ast_rtp_instance* instance)
{
    return pbx::guarded("allow_rtp_remote", 0, [&] {
        auto* call = Call::of(channel);
        return call && call->may_meet(instance) ? 1 : 0;
    });
}

/** Media is asked to go elsewhere, or to come back. */
int update_peer(ast_channel* channel, ast_rtp_instance* audio, ast_rtp_instance*, ast_rtp_instance*, const ast_format_cap* formats,
                int nat_active)
{
    return pbx::guarded("update_peer", -1, [&] {
        auto* call = Call::of(channel);
        if (!call)
            return -1;
        call->redirect_media(channel, audio, formats, nat_active != 0);
        return 0;
    });
}

/** What a channel can speak. */
void codecs(ast_channel* channel, ast_format_cap* result)
{
    ast_format_cap_append_from_cap(result, ast_channel_nativeformats(channel), AST_MEDIA_TYPE_UNKNOWN);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // what we do not do stays null
/** Asterisk's record of it. */
ast_rtp_glue glue{
    .type = "SIP",
    .get_rtp_info = rtp_info,
    .allow_rtp_remote = allow_remote,
    .get_vrtp_info = no_rtp_info,
    .get_trtp_info = no_rtp_info,
    .update_peer = update_peer,
    .get_codec = codecs,
};
#pragma GCC diagnostic pop

}  // namespace

RtpGlue::RtpGlue()
{
    ast_rtp_glue_register(&glue);
}

RtpGlue::~RtpGlue()
{
    ast_rtp_glue_unregister(&glue);
}

}  // namespace chan_sip

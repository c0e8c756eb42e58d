// SPDX-License-Identifier: GPL-2.0-only
/** @file Rows of calls under names. */
#include "cli/records.h"

namespace chan_sip {
namespace {

using sipcore::Record;
using sipcore::text_or_nothing;
using sipcore::Value;

/** One way of a call's audio. @param whole of which lost packets are a share */
Record flow(const FlowStats& stats, unsigned whole)
{
    return {{"packets", stats.packets}, {"lost", stats.lost}, {"lost_percent", percent(stats.lost, whole)}, {"jitter", stats.jitter}};
}

/** What the other side supports, word by word. */
Value options_of(const std::string& words)
{
    return sipcore::words_of(words);
}

/** A session timer; nothing when none runs. */
Value timer_of(const std::optional<SessionTimerDetail>& timer)
{
    if (!timer)
        return {};
    return Record{{"interval", timer->interval}, {"refresher", timer->ours ? "us" : "them"}, {"peer_active", timer->told}, {"min_se", timer->least},
                  {"se", timer->wanted}, {"wanted_refresher", timer->refresher}, {"mode", timer->mode}};
}

}  // namespace

Record record_of(const ChannelRow& row)
{
    return {{"address", row.address},
            {"user", text_or_nothing(row.user)},
            {"call_id", row.call_id},
            {"format", text_or_nothing(row.format)},
            {"hold", row.held},
            {"ending", row.ending},
            {"last_message", row.last_message},
            {"refer", row.refer},
            {"peer", text_or_nothing(row.endpoint)},
            {"state", row.state},
            {"session_timer", row.timed}};
}

Record record_of(const ChannelDetail& call)
{
    return {{"direction", call.outgoing ? "outgoing" : "incoming"},
            {"call_id", call.call_id},
            {"owner_channel_id", text_or_nothing(call.channel)},
            {"our_codec_capability", call.ours},
            {"telephone_events", call.telephone_events},
            {"their_codec_capability", text_or_nothing(call.theirs)},
            {"joint_codec_capability", text_or_nothing(call.joint)},
            {"format", text_or_nothing(call.format)},
            {"t38_support", call.fax},
            {"video_support", call.video},
            {"maxcallbr", call.max_bitrate},
            {"theoretical_address", call.address},
            {"received_address", call.received},
            {"sip_transfer_mode", call.transfers ? "open" : "closed"},
            {"force_rport", call.force_rport},
            {"audio_ip", call.audio_address},
            {"our_tag", call.our_tag},
            {"their_tag", call.their_tag},
            {"sip_user_agent", call.user_agent},
            {"username", text_or_nothing(call.user)},
            {"peername", text_or_nothing(call.endpoint)},
            {"original_uri", text_or_nothing(call.uri)},
            {"caller_id", text_or_nothing(call.caller)},
            {"need_destroy", call.ending},
            {"last_message", call.last_message},
            {"promiscuous_redir", call.promiscuous},
            {"route", text_or_nothing(call.route)},
            {"dtmf_mode", call.dtmf_mode},
            {"sip_options", options_of(call.options)},
            {"session_timer", timer_of(call.session_timer)},
            {"transport", call.transport},
            {"media", call.media}};
}

Record record_of(const ChannelStats& call)
{
    return {{"address", call.address},
            {"call_id", call.call_id},
            {"duration", call.duration ? Value{call.duration->count()} : Value{}},
            {"received", flow(call.received, call.received.packets + call.received.lost)},
            {"sent", flow(call.sent, call.sent.packets)}};
}

Record record_of(const UseRow& row)
{
    return {{"peer", row.endpoint},
            {"in_use", row.in_use},
            {"ringing", row.ringing},
            {"on_hold", row.on_hold},
            {"limit", row.limit ? Value{row.limit} : Value{}}};
}

}  // namespace chan_sip

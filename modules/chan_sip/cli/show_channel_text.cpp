// SPDX-License-Identifier: GPL-2.0-only
/** @file Formatting `sip show channel`. */
#include "cli/show_channel_text.h"

#include <format>
#include <string_view>

namespace chan_sip {
namespace {

/** A line whose value begins in column 26, as most do. */
std::string line(std::string_view name, std::string_view value)
{
    return std::format("  {:<24}{}\n", std::string{name} + ":", value);
}

/** The same where there is something to tell. */
std::string line_if(std::string_view name, const std::string& value)
{
    return value.empty() ? std::string{} : line(name, value);
}

/** The given text, or what stands for an empty one. */
std::string_view or_else(const std::string& text, std::string_view otherwise)
{
    return text.empty() ? otherwise : std::string_view{text};
}

/** As the console says it. */
std::string_view yes_no(bool value)
{
    return value ? "Yes" : "No";
}

/** What is agreed on: codecs and addresses. */
std::string media_lines(const ChannelDetail& call)
{
    return std::format("  Our Codec Capability:   {}\n", call.ours) +
           std::format("  Non-Codec Capability (DTMF):   {}\n", call.telephone_events ? 1 : 0) +
           std::format("  Their Codec Capability:   {}\n", or_else(call.theirs, "(nothing)")) +
           std::format("  Joint Codec Capability:   {}\n", or_else(call.joint, "(nothing)")) +
           line("Format", or_else(call.format, "(nothing)")) +
           std::format("  T.38 support            {}\n  Video support           {}\n", yes_no(call.fax), yes_no(call.video)) +
           line("MaxCallBR", std::format("{} kbps", call.max_bitrate));
}

/** Who the two sides are. */
std::string party_lines(const ChannelDetail& call)
{
    return line("Theoretical Address", call.address) + line("Received Address", call.received) +
           line("SIP Transfer mode", call.transfers ? "open" : "closed") + line("Force rport", call.force_rport) +
           line("Audio IP", call.audio_address) + line("Our Tag", call.our_tag) +
           line("Their Tag", call.their_tag) + line("SIP User agent", call.user_agent) + line_if("Username", call.user) +
           line_if("Peername", call.endpoint) + line_if("Original uri", call.uri) + line_if("Caller-ID", call.caller);
}

/** The lines about a session timer, or that none runs. */
std::string timer_lines(const std::optional<SessionTimerDetail>& timer)
{
    if (!timer)
        return line("Session-Timer", "Inactive");
    return line("Session-Timer", "Active") + line("S-Timer Interval", std::to_string(timer->interval)) +
           line("S-Timer Refresher", timer->ours ? "us" : "them") + line("S-Timer Sched Id", "0") +
           line("S-Timer Peer Sts", timer->told ? "Active" : "Inactive") + line("S-Timer Cached Min-SE", std::to_string(timer->least)) +
           line("S-Timer Cached SE", std::to_string(timer->wanted)) + line("S-Timer Cached Ref", timer->refresher) +
           line("S-Timer Cached Mode", timer->mode);
}

/** How it stands. */
std::string state_lines(const ChannelDetail& call)
{
    return line("Need Destroy", yes_no(call.ending)) + line("Last Message", call.last_message) +
           line("Promiscuous Redir", yes_no(call.promiscuous)) + line("Route", or_else(call.route, "N/A")) +
           line("DTMF Mode", call.dtmf_mode) + line("SIP Options", or_else(call.options, "(none)")) +
           timer_lines(call.session_timer) +
           line("Transport", call.transport) + line("Media", call.media);
}

/** All of one call. */
std::string text_of(const ChannelDetail& call)
{
    auto kind = call.subscription.empty() ? std::string{"SIP Call"} : std::format("Subscription (type: {})", call.subscription);
    return std::format("\n  * {}\n  Curr. trans. direction:  {}\n", kind, call.outgoing ? "Outgoing" : "Incoming") +
           line("Call-ID", call.call_id) + line("Owner channel ID", or_else(call.channel, "<none>")) + media_lines(call) +
           party_lines(call) + state_lines(call) + "\n\n";
}

}  // namespace

std::string show_channel_text(const std::vector<ChannelDetail>& calls, const std::string& asked)
{
    std::string text;
    for (const auto& call : calls)
        text += text_of(call);
    return text.empty() ? std::format("No such SIP Call ID starting with '{}'\n", asked) : text;
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Gathering what the console shows of a call. */
#include "cli/channel_detail.h"

#include <format>

#include "channel/settings.h"
#include "driver.h"
#include "media/formats.h"
#include "sipcore/option_tags.h"
#include "sipcore/via_word.h"

namespace chan_sip {
namespace {

using sipcore::SessionSnapshot;

/** The names of a set that may be none. */
std::string names_or_nothing(const Formats& formats)
{
    return formats ? names_of(formats.get()) : std::string{};
}

/** Where the other side is: whom it calls from; whom we call, until the answer says it better. */
std::string uri_of(const SessionSnapshot& snapshot)
{
    bool asked = !snapshot.incoming && snapshot.state != SessionSnapshot::State::confirmed && !snapshot.request_uri.empty();
    return without_parameters(asked ? snapshot.request_uri : snapshot.remote_contact);
}

/** Whether messages go back to where they came from. */
std::string force_rport_text(sipcore::config::NatMode mode)
{
    switch (mode) {
    case sipcore::config::NatMode::off: return "No";
    case sipcore::config::NatMode::on: return "Yes";
    case sipcore::config::NatMode::automatic: return "Auto (No)";
    }
    return {};
}

/** The way of digits in sip.conf's word. */
std::string dtmf_text(sipcore::config::DtmfMode mode)
{
    using sipcore::config::DtmfMode;
    switch (mode) {
    case DtmfMode::rfc4733: return "rfc2833";
    case DtmfMode::inband: return "inband";
    case DtmfMode::info: return "info";
    case DtmfMode::short_info: return "shortinfo";
    case DtmfMode::automatic: return "auto";
    }
    return {};
}

/** Who refreshes, as the console says it. */
std::string_view refresher_text(sipcore::config::Refresher refresher, bool incoming)
{
    using sipcore::config::Refresher;
    if (refresher == Refresher::unknown)
        return "auto";
    return (refresher == Refresher::uas) == incoming ? "us" : "them";
}

/** The mode in the console's word. */
std::string_view mode_text(sipcore::config::SessionTimers mode)
{
    using sipcore::config::SessionTimers;
    switch (mode) {
    case SessionTimers::accept: return "Accept";
    case SessionTimers::originate: return "Originate";
    case SessionTimers::refuse: return "Refuse";
    }
    return {};
}

/** A session timer that runs; nothing without one. */
std::optional<SessionTimerDetail> timer_of(const SessionSnapshot& snapshot, const sipcore::config::Endpoint& settings)
{
    if (!snapshot.timer)
        return std::nullopt;
    const auto& timer = *snapshot.timer;
    return SessionTimerDetail{
        .interval = timer.interval.count(),
        .ours = timer.ours,
        .told = timer.told,
        .least = timer.least.count(),
        .wanted = settings.timers_sess_expires.count(),
        .refresher = refresher_text(settings.timers_refresher, snapshot.incoming),
        .mode = mode_text(settings.timers),
    };
}

/** What the snapshot tells. */
ChannelDetail detail_of_snapshot(const SessionSnapshot& snapshot)
{
    return {
        .outgoing = !snapshot.incoming,
        .call_id = snapshot.call_id,
        .address = snapshot.remote.text(),
        .received = snapshot.received_from ? snapshot.received_from.text() : snapshot.remote.text(),
        .our_tag = snapshot.local_tag,
        .their_tag = snapshot.remote_tag,
        .user_agent = snapshot.user_agent,
        .uri = uri_of(snapshot),
        .ending = snapshot.state == SessionSnapshot::State::terminated,
        .last_message = snapshot.last_message,
        .route = snapshot.remote_contact.empty() ? "" : "<" + snapshot.remote_contact + ">",
        .options = snapshot.incoming ? sipcore::known_option_tags(snapshot.headers) : std::string{},
        .transport = std::string{sipcore::via_word(snapshot.protocol)},
    };
}

/** Adds how digits travel. */
void add_dtmf(ChannelDetail& detail, sipcore::config::DtmfMode mode)
{
    using sipcore::config::DtmfMode;
    detail.telephone_events = mode == DtmfMode::rfc4733 || mode == DtmfMode::automatic;
    detail.dtmf_mode = dtmf_text(mode);
}

/** Adds what the channel's side of the call tells. */
void add_channel(ChannelDetail& detail, Call& call, ast_channel* channel)
{
    detail.channel = ast_channel_name(channel);
    detail.ours = names_or_nothing(call.formats());
    add_dtmf(detail, call.dtmf_mode());
    detail.theirs = names_or_nothing(call.their_formats());
    bool answered = ast_format_cap_count(call.their_formats().get()) != 0;
    detail.joint = names_or_nothing(answered ? call.joint_formats() : call.formats());  // what we offered, until then
    detail.format = names_of(ast_channel_nativeformats(channel));
    detail.fax = call.has_fax();
    detail.video = call.video();
    if (const auto& peer = call.media_peer())
        detail.audio_address = peer->address.ip().text() + " (Outside bridge)";
    detail.media = !call.audio() ? "None" : call.is_encrypted() ? "SRTP" : "RTP";
}

}  // namespace

void add_options(ChannelDetail& detail, const sipcore::config::Endpoint& settings)
{
    add_dtmf(detail, settings.dtmf_mode);
    detail.force_rport = force_rport_text(settings.force_rport);
    detail.promiscuous = settings.redirect_method == sipcore::config::RedirectMethod::uri;
    detail.transfers = settings.allow_transfer;
    detail.max_bitrate = settings.max_call_bitrate;
}

std::string number_of_party(const Call& call, const ast_channel* channel)
{
    if (!call.is_incoming() || !channel)
        return call.side().endpoint ? call.side().endpoint->callerid.number : std::string{};
    const auto& number = ast_channel_caller(const_cast<ast_channel*>(channel))->id.number;
    return number.valid && number.str ? number.str : "";
}

std::optional<ChannelDetail> detail_of(Call& call, const std::string& asked)
{
    auto session = call.session_to_show();
    if (!session)
        return std::nullopt;
    auto snapshot = session->snapshot();
    if (strncasecmp(snapshot->call_id.c_str(), asked.c_str(), asked.size()) != 0)
        return std::nullopt;
    auto detail = detail_of_snapshot(*snapshot);
    add_options(detail, *call.side().settings);
    detail.audio_address = call.side().local_address.text() + " (local)";
    detail.session_timer = timer_of(*snapshot, *call.side().settings);
    detail.user = call.side().user;
    detail.endpoint = call.side().endpoint ? call.side().endpoint->name : "";
    if (auto channel = call.lock_channel()) {
        add_channel(detail, call, channel.get());
        detail.caller = number_of_party(call, channel.get());
    } else if (auto* ours = driver()) {
        detail.caller = number_of_party(call, nullptr);
        detail.ours = names_of(ours->formats().of(call.side().settings->allow).get());
    }
    return detail;
}

std::optional<ChannelStats> stats_of(Call& call)
{
    auto session = call.session_to_show();
    auto channel = call.lock_channel();
    if (!session || !channel || !call.audio())
        return std::nullopt;
    ast_rtp_instance_stats stats{};
    if (ast_rtp_instance_get_stats(call.audio(), &stats, AST_RTP_INSTANCE_STAT_ALL))
        return std::nullopt;
    auto created = ast_channel_creationtime(channel.get());
    auto snapshot = session->snapshot();
    return ChannelStats{
        .address = snapshot->remote.ip().text(),
        .call_id = snapshot->call_id,
        .duration = std::chrono::seconds{ast_tvdiff_ms(ast_tvnow(), created) / 1000},
        .received = {.packets = stats.rxcount, .lost = stats.rxploss, .jitter = stats.rxjitter},
        .sent = {.packets = stats.txcount, .lost = stats.txploss, .jitter = stats.txjitter},
    };
}

}  // namespace chan_sip

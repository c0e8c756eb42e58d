// SPDX-License-Identifier: GPL-2.0-only
/** @file Gathering rows of calls. */
#include "cli/rows.h"

#include <algorithm>

#include "cli/channel_detail.h"
#include "driver.h"

namespace chan_sip {
namespace {

/** How far a call is, in a word for programs. */
std::string_view word_of(sipcore::SessionSnapshot::State state)
{
    using State = sipcore::SessionSnapshot::State;
    switch (state) {
    case State::calling: return "calling";
    case State::incoming: return "incoming";
    case State::early: return "early";
    case State::connecting: return "connecting";
    case State::confirmed: return "confirmed";
    case State::terminated: return "terminated";
    }
    return {};
}

/** What became of a REFER, in the console's word. */
std::string_view word_of(ReferState state)
{
    switch (state) {
    case ReferState::none: return {};
    case ReferState::sent: return "Request sent";
    case ReferState::accepted: return "Accepted";
    case ReferState::done: return "Done";
    case ReferState::failed: return "Failed";
    }
    return {};
}

/** What is to be shown of a call; nothing when its session has gone. */
std::optional<ChannelRow> row_of(Call& call)
{
    auto session = call.session_to_show();
    if (!session)
        return std::nullopt;
    auto snapshot = session->snapshot();
    ChannelRow row{
        .address = snapshot->remote.ip().text(),
        .user = call.side().user,
        .call_id = snapshot->call_id,
        .format = {},
        .held = call.is_held(),
        .ending = snapshot->state == sipcore::SessionSnapshot::State::terminated,
        .last_message = snapshot->last_message,
        .refer = std::string{word_of(call.refer_state())},
        .endpoint = call.side().endpoint ? call.side().endpoint->name : "",
        .state = word_of(snapshot->state),
        .timed = snapshot->timer.has_value(),
    };
    auto channel = call.lock_channel();
    if (channel)
        row.format = names_of(ast_channel_nativeformats(channel.get()));
    if (row.user.empty())
        row.user = number_of_party(call, channel ? channel.get() : nullptr);
    return row;
}

/** What `show` tells of each call that it tells something of. */
template <class Row, class Show>
std::vector<Row> shown_of_calls(Show show)
{
    std::vector<Row> rows;
    for (const auto& call : calls_to_show())
        if (auto row = show(*call))
            rows.push_back(std::move(*row));
    return rows;
}

}  // namespace

std::vector<std::shared_ptr<Call>> calls_to_show()
{
    auto* ours = driver();
    return ours ? ours->all_calls() : std::vector<std::shared_ptr<Call>>{};
}

std::vector<ChannelRow> channel_rows()
{
    return shown_of_calls<ChannelRow>(row_of);
}

std::vector<ChannelDetail> channel_details(const std::string& asked)
{
    return shown_of_calls<ChannelDetail>([&](Call& call) { return detail_of(call, asked); });
}

std::vector<ChannelStats> channel_stats()
{
    return shown_of_calls<ChannelStats>(stats_of);
}

std::vector<UseRow> use_rows(bool all)
{
    std::vector<UseRow> rows;
    auto* ours = driver();
    if (!ours)
        return rows;
    for (const auto& status : ours->stack().endpoints().snapshot()) {
        UseRow row{.endpoint = status.endpoint->name, .limit = status.endpoint->call_limit};
        if (auto use = ours->uses().find(row.endpoint)) {
            row.in_use = use->in_use;
            row.ringing = use->ringing;
            row.on_hold = use->on_hold;
        }
        rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, {}, &UseRow::endpoint);
    return all ? rows : with_limit(std::move(rows));
}

}  // namespace chan_sip

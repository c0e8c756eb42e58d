// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of calls: `sip show channels`, `sip show channel`, `sip show channelstats`, `sip show inuse`. */
#include "cli/commands.h"

#include "channel/call.h"
#include "cli/channel_detail.h"
#include "cli/channel_stats_text.h"
#include "cli/show_channel_text.h"
#include "cli/show_channels_text.h"
#include "driver.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

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
        .refer = {},
        .endpoint = call.side().endpoint ? call.side().endpoint->name : "",
    };
    if (auto channel = call.lock_channel())
        row.format = names_of(ast_channel_nativeformats(channel.get()));
    return row;
}

/** The console's part that all commands begin with: their words and help, or their completion. @return whether that was all */
bool is_about_itself(ast_cli_entry* entry, int command, const char* words, const char* usage)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>(words);
        entry->usage = usage;
    }
    return command == CLI_INIT || command == CLI_GENERATE;
}

/** The calls there are. */
std::vector<std::shared_ptr<Call>> calls()
{
    auto* ours = driver();
    return ours ? ours->all_calls() : std::vector<std::shared_ptr<Call>>{};
}

/** `sip show channels`. */
char* show_channels(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (is_about_itself(entry, command, "sip show channels",
                        "Usage: sip show channels\n       Lists all currently active SIP channels (dialogs).\n"))
        return nullptr;
    if (arguments->argc != entry->args)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show channels", CLI_FAILURE, [&] {
        std::vector<ChannelRow> rows;
        for (const auto& call : calls())
            if (auto row = row_of(*call))
                rows.push_back(std::move(*row));
        ast_cli(arguments->fd, "%s", show_channels_text(rows).c_str());
        return CLI_SUCCESS;
    });
}

/** The `n`-th Call-ID that begins as `word` does, for the console to give away; null when there is none. */
char* complete_call_id(const std::string& word, int n)
{
    for (const auto& call : calls()) {
        auto session = call->session_to_show();
        if (session && strncasecmp(session->snapshot()->call_id.c_str(), word.c_str(), word.size()) == 0 && n-- == 0)
            return ast_strdup(session->snapshot()->call_id.c_str());
    }
    return nullptr;
}

/** `sip show channel CALL-ID`. */
char* show_channel(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    constexpr int place = 3;
    if (command == CLI_GENERATE)
        return pbx::guarded("sip show channel", static_cast<char*>(nullptr), [&] {
            return arguments->pos == place ? complete_call_id(arguments->word, arguments->n) : nullptr;
        });
    if (is_about_itself(entry, command, "sip show channel",
                        "Usage: sip show channel <call-id>\n"
                        "       Shows what stands of the calls whose Call-ID begins so.\n"))
        return nullptr;
    if (arguments->argc != place + 1)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show channel", CLI_FAILURE, [&] {
        std::string asked = arguments->argv[place];
        std::vector<ChannelDetail> found;
        for (const auto& call : calls())
            if (auto detail = detail_of(*call, asked))
                found.push_back(std::move(*detail));
        ast_cli(arguments->fd, "%s", show_channel_text(found, asked).c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show channelstats`. */
char* show_channel_stats(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (is_about_itself(entry, command, "sip show channelstats",
                        "Usage: sip show channelstats\n       Lists the audio of all currently active SIP channels.\n"))
        return nullptr;
    if (arguments->argc != entry->args)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show channelstats", CLI_FAILURE, [&] {
        std::vector<ChannelStats> rows;
        for (const auto& call : calls())
            if (auto row = stats_of(*call))
                rows.push_back(std::move(*row));
        ast_cli(arguments->fd, "%s", channel_stats_text(rows).c_str());
        return CLI_SUCCESS;
    });
}

/** The calls of all endpoints, as counted. */
std::vector<UseRow> use_rows()
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
    return rows;
}

/** `sip show inuse [all]`. */
char* show_in_use(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    constexpr int place = 3;
    if (is_about_itself(entry, command, "sip show inuse [all]",
                        "Usage: sip show inuse [all]\n"
                        "       Lists how many calls the devices with a limit have; with all, every device.\n"))
        return nullptr;
    if (arguments->argc < place)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show inuse", CLI_FAILURE, [&] {
        bool all = arguments->argc > place && strcasecmp(arguments->argv[place], "all") == 0;
        ast_cli(arguments->fd, "%s", in_use_text(use_rows(), all).c_str());
        return CLI_SUCCESS;
    });
}

/** The commands, as Asterisk keeps them. */
ast_cli_entry entries[] = {
    pbx::cli_entry(show_channels, "List active SIP channels"),
    pbx::cli_entry(show_channel_stats, "List statistics for active SIP channels"),
    pbx::cli_entry(show_channel, "Show detailed SIP channel info"),
    pbx::cli_entry(show_in_use, "List all inuse/limits"),
};

}  // namespace

std::span<ast_cli_entry> console_commands()
{
    return entries;
}

}  // namespace chan_sip

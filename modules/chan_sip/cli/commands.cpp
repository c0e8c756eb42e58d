// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of calls: `sip show channels`, `sip show channel`, `sip show channelstats`, `sip show inuse`. */
#include "cli/commands.h"

#include <algorithm>
#include <iterator>

#include "channel/call.h"
#include "cli/channel_stats_text.h"
#include "cli/rows.h"
#include "cli/show_channel_text.h"
#include "cli/show_channels_text.h"
#include "cli/subscription_detail.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** The console's part that all commands begin with: their words and help, or their completion. @return whether that was all */
bool is_about_itself(ast_cli_entry* entry, int command, const char* words, const char* usage)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>(words);
        entry->usage = usage;
    }
    return command == CLI_INIT || command == CLI_GENERATE;
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
        ast_cli(arguments->fd, "%s", show_channels_text(channel_rows()).c_str());
        return CLI_SUCCESS;
    });
}

/** The `n`-th Call-ID of a call or a subscription that begins as `word` does, for the console to give away; null when there is none. */
char* complete_call_id(const std::string& word, int n)
{
    std::vector<std::string> found;
    for (const auto& row : channel_rows())
        if (strncasecmp(row.call_id.c_str(), word.c_str(), word.size()) == 0)
            found.push_back(row.call_id);
    for (const auto& detail : subscription_details(word))
        found.push_back(detail.call_id);
    return n < std::ssize(found) ? ast_strdup(found[static_cast<std::size_t>(n)].c_str()) : nullptr;
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
                        "       Shows what stands of the calls and subscriptions whose Call-ID begins so.\n"))
        return nullptr;
    if (arguments->argc != place + 1)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show channel", CLI_FAILURE, [&] {
        std::string asked = arguments->argv[place];
        auto found = channel_details(asked);
        std::ranges::move(subscription_details(asked), std::back_inserter(found));
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
        ast_cli(arguments->fd, "%s", channel_stats_text(channel_stats()).c_str());
        return CLI_SUCCESS;
    });
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
        ast_cli(arguments->fd, "%s", in_use_text(use_rows(all)).c_str());
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

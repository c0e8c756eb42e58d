// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of calls: `sip show channels`. */
#include "cli/commands.h"

#include "channel/call.h"
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

/** `sip show channels`. */
char* show_channels(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show channels");
        entry->usage = "Usage: sip show channels\n       Lists all currently active SIP channels (dialogs).\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    if (arguments->argc != entry->args)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show channels", CLI_FAILURE, [&] {
        std::vector<ChannelRow> rows;
        auto* ours = driver();
        for (const auto& call : ours ? ours->all_calls() : std::vector<std::shared_ptr<Call>>{})
            if (auto row = row_of(*call))
                rows.push_back(std::move(*row));
        ast_cli(arguments->fd, "%s", show_channels_text(rows).c_str());
        return CLI_SUCCESS;
    });
}

/** The commands, as Asterisk keeps them. */
ast_cli_entry entries[] = {pbx::cli_entry(show_channels, "List active SIP channels")};

}  // namespace

std::span<ast_cli_entry> console_commands()
{
    return entries;
}

}  // namespace chan_sip

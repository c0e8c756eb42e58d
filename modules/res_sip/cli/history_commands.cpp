// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of recorded dialogs. */
#include "cli/history_commands.h"

#include <algorithm>
#include <fstream>

#include "cli/completion.h"
#include "cli/elsewhere.h"
#include "history/ladder.h"
#include "pbx/ao2.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** Place of the first word behind a command of three words. */
constexpr int place = 3;

/** `sip set history {on|off}`. */
char* set_history(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip set history {on|off}");
        entry->usage = "Usage: sip set history {on|off}\n"
                       "       Begins or ends to keep what is said in each dialog,\n"
                       "       for `sip show history` and `sip show ladder`.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip set history", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != entry->args)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        bool on = strcasecmp(arguments->argv[place], "on") == 0;
        service()->recorder().record(*service()->stack(), on);
        ast_cli(arguments->fd, on ? "SIP History Recording Enabled (use 'sip show history')\n" : "SIP History Recording Disabled\n");
        return CLI_SUCCESS;
    });
}

/** The Call-ID of the SIP channel of a name; empty when there is none. */
std::string call_id_of_channel(const char* name)
{
    auto channel = pbx::Ao2<ast_channel>::adopt(ast_channel_get_by_name(name));
    if (!channel)
        return {};
    ast_channel_lock(channel.get());
    const char* found = pbx_builtin_getvar_helper(channel.get(), "SIPCALLID");
    std::string call_id = found ? found : "";
    ast_channel_unlock(channel.get());
    return call_id;
}

/** Completes a Call-ID that something is kept of, and for the history those of what stands. */
char* complete_recorded(const char* what, const ast_cli_args* arguments)
{
    return pbx::guarded(what, static_cast<char*>(nullptr), [&]() -> char* {
        if (arguments->pos != place || !service())
            return nullptr;
        auto all = service()->recorder().call_ids();
        if (std::string_view{what} == "sip show history")
            for (auto& standing : call_ids())
                if (!std::ranges::contains(all, standing))
                    all.push_back(std::move(standing));
        return complete(all, arguments->word, arguments->n);
    });
}

/** Recorded dialogs whose Call-ID begins as asked; behind them those that stand and of which nothing was recorded. */
std::vector<NotedDialog> dialogs_of(const std::string& asked)
{
    auto found = service()->recorder().find(asked);
    for (const auto* name : {"channels", "subscriptions"})
        for (const auto& row : rows_of_report(name)) {
            auto call_id = sipcore::text_in(row, "call_id");
            if (strncasecmp(call_id.c_str(), asked.c_str(), asked.size()) != 0 || std::ranges::contains(found, call_id, &NotedDialog::call_id))
                continue;
            auto& standing = found.emplace_back();
            standing.call_id = call_id;
            standing.subscription = std::string_view{name} == "subscriptions";
        }
    return found;
}

/** `sip show history CALL-ID`. */
char* show_history(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show history");
        entry->usage = "Usage: sip show history <call-id>\n"
                       "       Shows what was said in the dialogs whose Call-ID begins so, as far as it was recorded.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return complete_recorded("sip show history", arguments);
    return pbx::guarded("sip show history", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != place + 1)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        std::string asked = arguments->argv[place];
        ast_cli(arguments->fd, "%s", history_text(dialogs_of(asked), asked, service()->recorder().records()).c_str());
        return CLI_SUCCESS;
    });
}

/** Where a ladder is written: a path that does not begin with a slash lies in Asterisk's log folder. */
std::string path_of(std::string_view file)
{
    return file.starts_with('/') ? std::string{file} : std::format("{}/{}", ast_config_AST_LOG_DIR, file);
}

/** Writes ladders to a file, as a page when its name ends so, otherwise as a picture. @return whether that could be done */
bool write_ladder(const std::string& path, const NotedDialog& dialog)
{
    std::ofstream file{path};
    file << (path.ends_with(".html") ? ladder_html(dialog) : ladder_svg(dialog));
    file.close();
    return file.good();
}

/** `sip show ladder CALL-ID|CHANNEL [FILE]`. */
char* show_ladder(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show ladder");
        entry->usage = "Usage: sip show ladder <call-id|channel> [<file>.svg|<file>.html]\n"
                       "       Draws the messages of the dialogs whose Call-ID begins so, or of a channel, as far as they were\n"
                       "       recorded: here, or those of the last such dialog into a file. A path that does not begin with a\n"
                       "       slash lies in the log folder.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return complete_recorded("sip show ladder", arguments);
    return pbx::guarded("sip show ladder", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != place + 1 && arguments->argc != place + 2)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        const auto& recorder = service()->recorder();
        std::string asked = arguments->argv[place];
        auto found = dialogs_of_channel_or_call(recorder, asked);
        if (found.empty()) {
            ast_cli(arguments->fd, "%s", history_text({}, asked, recorder.records()).c_str());
            return CLI_SUCCESS;
        }
        if (arguments->argc == place + 1) {
            for (const auto& dialog : found)
                ast_cli(arguments->fd, "%s\n", ladder_text(dialog).c_str());
            return CLI_SUCCESS;
        }
        std::string_view file = arguments->argv[place + 1];
        if (!file.ends_with(".svg") && !file.ends_with(".html"))
            return CLI_SHOWUSAGE;
        auto path = path_of(file);
        if (!write_ladder(path, found.back())) {
            ast_cli(arguments->fd, "Could not write %s\n", path.c_str());
            return CLI_FAILURE;
        }
        ast_cli(arguments->fd, "Wrote %s\n", path.c_str());
        return CLI_SUCCESS;
    });
}

}  // namespace

std::vector<NotedDialog> dialogs_of_channel_or_call(const Recorder& recorder, const std::string& asked)
{
    auto call_id = call_id_of_channel(asked.c_str());
    return recorder.find(call_id.empty() ? asked : call_id);
}

std::span<ast_cli_entry> history_commands()
{
    static ast_cli_entry entries[] = {
        pbx::cli_entry(set_history, "Enable/Disable SIP history"),
        pbx::cli_entry(show_history, "Show SIP dialog history"),
        pbx::cli_entry(show_ladder, "Show the messages of a SIP dialog as a ladder"),
    };
    return entries;
}

}  // namespace res_sip

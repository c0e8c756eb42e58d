// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show settings`, `sip show domains`, `sip show objects`, `sip show sched`. */
#include "cli/settings_commands.h"

#include "cli/domains_text.h"
#include "cli/elsewhere.h"
#include "cli/endpoints_shown.h"
#include "cli/host_codecs.h"
#include "cli/internals_text.h"
#include "cli/settings_text.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"
#include "realtime/devices.h"
#include "service.h"

namespace res_sip {

namespace {

/** Prints what is made of all endpoints and the configuration. */
template <class Text>
char* show_with(const ast_cli_args* arguments, Text text)
{
    auto* stack = service() ? service()->stack() : nullptr;
    if (!stack)
        return CLI_FAILURE;
    auto config = stack->config();
    ast_cli(arguments->fd, "%s", text(stack->endpoints().snapshot(), *config).c_str());
    return CLI_SUCCESS;
}

/** `sip show settings`. */
char* show_settings(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show settings");
        entry->usage = "Usage: sip show settings\n"
                       "       Shows what holds for all, and what devices begin with.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    if (arguments->argc != 3)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show settings", CLI_FAILURE, [&] {
        auto* stack = service() ? service()->stack() : nullptr;
        if (!stack)
            return CLI_FAILURE;
        auto config = stack->config();
        auto codecs = host_codecs();
        auto listeners = stack->listeners();
        ast_cli(arguments->fd, "%s", settings_text({*config, codecs, listeners, RealtimeDevices::is_configured(), is_mapped("sipregs"), service()->recorder().records()}).c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show domains`. */
char* show_domains(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show domains");
        entry->usage = "Usage: sip show domains\n"
                       "       Lists the domains that are ours, with the contexts of calls to them.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show domains", CLI_FAILURE, [&] {
        auto* stack = service() ? service()->stack() : nullptr;
        if (!stack)
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", domains_text(stack->config()->domains).c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show objects`. */
char* show_objects(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show objects");
        entry->usage = "Usage: sip show objects\n"
                       "       Lists what is in memory: peers, accounts elsewhere, calls and subscriptions.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    if (arguments->argc != 3)
        return CLI_SHOWUSAGE;
    return pbx::guarded("sip show objects", CLI_FAILURE, [&] { return show_with(arguments, [](auto endpoints, const auto& config) {
        auto objects = object_rows(std::move(endpoints), config, of_database());
        objects.dialogs = call_ids();
        return objects_text(objects);
    }); });
}

/** `sip show sched`. */
char* show_sched(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show sched");
        entry->usage = "Usage: sip show sched\n"
                       "       Counts the timers that run.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show sched", CLI_FAILURE, [&] { return show_with(arguments, [](const auto& endpoints, const auto&) { return sched_text(timer_rows(endpoints, other_timers())); }); });
}

/** The commands, as Asterisk keeps them. */
ast_cli_entry entries[] = {
    pbx::cli_entry(show_settings, "List SIP global settings"),
    pbx::cli_entry(show_domains, "List our local SIP domains"),
    pbx::cli_entry(show_objects, "List all SIP object allocations"),
    pbx::cli_entry(show_sched, "Present a report on the status of the scheduler queue"),
};

}  // namespace

std::span<ast_cli_entry> settings_commands()
{
    return entries;
}

}  // namespace res_sip

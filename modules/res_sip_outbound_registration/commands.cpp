// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show registry` and SIPshowregistry. */
#include "commands.h"

#include "pbx/guarded.h"
#include "registry_text.h"
#include "service.h"

namespace res_sip_outbound_registration {

namespace {

/** `sip show registry`. */
char* show_registry(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show registry");
        entry->usage = "Usage: sip show registry\n"
                       "       Lists all registration requests and status.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show registry", CLI_FAILURE, [&] {
        if (arguments->argc != 3)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", registry_text(service()->registrations().snapshot()).c_str());
        return CLI_SUCCESS;
    });
}

/** SIPshowregistry. */
int show_registry_action(mansession* session, const message* action)
{
    return pbx::guarded("SIPshowregistry", 0, [&] {
        auto id = pbx::action_id_line(action);
        auto states = service() ? service()->registrations().snapshot() : std::vector<sipcore::RegistrationState>{};
        std::vector<std::string> entries;
        for (const auto& state : states)
            entries.push_back(std::format("Event: RegistryEntry\r\n{}{}\r\n", id, entry_text(state)));
        astman_send_listack(session, action, const_cast<char*>("Registrations will follow"), const_cast<char*>("start"));
        pbx::append_all(session, entries);
        astman_send_list_complete_start(session, action, "RegistrationsComplete", static_cast<int>(states.size()));
        astman_send_list_complete_end(session);
        return 0;
    });
}

/** `registry`. */
sipcore::Outcome<sipcore::Report> registry_report(const sipcore::Words& words)
{
    if (!words.empty())
        return sipcore::wrong_words("");
    auto states = service() ? service()->registrations().snapshot() : std::vector<sipcore::RegistrationState>{};
    return sipcore::Report{sipcore::rows_of(states, [](const auto& state) { return record_of(state); }), {}};
}

/** The console's commands. */
ast_cli_entry entries[] = {pbx::cli_entry(show_registry, "List SIP registration status")};
/** The manager's actions. */
constexpr pbx::ManagerAction actions[] = {
    {"SIPshowregistry", EVENT_FLAG_SYSTEM | EVENT_FLAG_REPORTING, show_registry_action, nullptr, nullptr}};

}  // namespace

Commands::Commands() : console_{entries}, manager_{actions}, registry_{"registry", registry_report} {}

}  // namespace res_sip_outbound_registration

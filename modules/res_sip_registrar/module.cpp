// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_registrar: REGISTER is answered while it is loaded. */
#include "pbx/cli.h"
#include "pbx/guarded.h"
#include "pbx/module.h"
#include "sipcore/registrar.h"
#include "sipcore/stack.h"

namespace {

/** The registrar while the module is loaded. A plain pointer: when Asterisk ends without unloading, nothing is torn down. */
constinit sipcore::Registrar* running = nullptr;

/** The commands. */
constinit pbx::CliCommands* commands = nullptr;

/** The name of a registered endpoint that begins as the word does, for the console to give away. */
char* complete_registered(ast_cli_args* arguments)
{
    if (arguments->pos != 2 || !sipcore::stack_of_process())
        return nullptr;
    int found = 0;
    for (const auto& status : sipcore::stack_of_process()->endpoints().snapshot()) {
        const auto& name = status.endpoint->name;
        if (status.binding && strncasecmp(name.c_str(), arguments->word, std::strlen(arguments->word)) == 0 &&
            found++ == arguments->n)
            return ast_strdup(name.c_str());
    }
    return nullptr;
}

/** `sip unregister`. */
char* unregister(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip unregister");
        entry->usage = "Usage: sip unregister <peer>\n"
                       "       Unregister (force expiration) a SIP peer from the registry\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return complete_registered(arguments);
    return pbx::guarded("sip unregister", CLI_FAILURE, [&] {
        if (arguments->argc != 3)
            return CLI_SHOWUSAGE;
        if (!running)
            return CLI_FAILURE;
        const char* name = arguments->argv[2];
        switch (running->unregister(name)) {
        case sipcore::Registrar::Unregistered::done: ast_cli(arguments->fd, "Unregistered peer '%s'\n\n", name); break;
        case sipcore::Registrar::Unregistered::not_registered:
            ast_cli(arguments->fd, "Peer %s not registered\n", name);
            break;
        case sipcore::Registrar::Unregistered::unknown:
            ast_cli(arguments->fd, "Peer unknown: '%s'. Not unregistered.\n", name);
            break;
        }
        return CLI_SUCCESS;
    });
}

/** The console's commands. */
ast_cli_entry entries[] = {pbx::cli_entry(unregister, "Unregister (force expiration) a SIP peer from the registry")};

}  // namespace

const pbx::ModuleText pbx::module_text{"SIP registrar", nullptr, "res_sip", AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    if (!needs("res_sip"))
        return AST_MODULE_LOAD_DECLINE;
    auto made = sipcore::Registrar::create(*sipcore::stack_of_process());
    if (!made) {
        ast_log(LOG_ERROR, "%s\n", made.error().what.c_str());
        return AST_MODULE_LOAD_DECLINE;
    }
    running = made->release();
    commands = new pbx::CliCommands{entries};
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    delete std::exchange(commands, nullptr);
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    return 0;
}

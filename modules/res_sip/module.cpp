// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip: the running stack, its endpoints, and the commands about them. */
#include "ami/actions.h"
#include "ami/reports.h"
#include "cli/commands.h"
#include "pbx/module.h"
#include "service.h"

namespace {

/** What the module made. Plain pointers: when Asterisk ends without unloading, nothing is torn down. */
constinit res_sip::Service* running = nullptr;
/** Its commands. */
constinit res_sip::ConsoleCommands* commands = nullptr;
/** What programs may ask. */
constinit res_sip::Reports* reports = nullptr;
/** Its manager actions. */
constinit pbx::ManagerActions* actions = nullptr;

}  // namespace

res_sip::Service* res_sip::service()
{
    return running;
}

const pbx::ModuleText pbx::module_text{"SIP stack on PJSIP", nullptr, nullptr, AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    running = new res_sip::Service;
    if (auto started = running->start(); !started) {
        ast_log(LOG_ERROR, "%s\n", started.error().what.c_str());
        delete std::exchange(running, nullptr);
        return AST_MODULE_LOAD_DECLINE;
    }
    commands = res_sip::register_commands().release();
    reports = new res_sip::Reports;
    actions = res_sip::register_actions().release();
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    delete std::exchange(actions, nullptr);
    delete std::exchange(reports, nullptr);
    delete std::exchange(commands, nullptr);
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    return running && running->reload() ? 0 : -1;
}

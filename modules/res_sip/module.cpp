// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip: the running stack, its endpoints, and the commands about them. */
#include "cli/commands.h"
#include "pbx/module.h"
#include "service.h"

namespace {

/** What the module made. */
std::unique_ptr<res_sip::Service> running;
/** Its commands. */
std::unique_ptr<pbx::CliCommands> commands;

}  // namespace

res_sip::Service* res_sip::service()
{
    return running.get();
}

const pbx::ModuleText pbx::module_text{"SIP stack on PJSIP", nullptr, nullptr, AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    running = std::make_unique<res_sip::Service>();
    if (auto started = running->start(); !started) {
        ast_log(LOG_ERROR, "%s\n", started.error().what.c_str());
        running.reset();
        return AST_MODULE_LOAD_DECLINE;
    }
    commands = res_sip::register_commands();
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    commands.reset();
    running.reset();
    return 0;
}

int pbx::reload_module()
{
    return running && running->reload() ? 0 : -1;
}

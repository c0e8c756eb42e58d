// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_outbound_registration: we are registered at other servers while it is loaded. */
#include "commands.h"
#include "pbx/module.h"
#include "service.h"

namespace {

/** The module's things. Plain pointers: when Asterisk ends without unloading, nothing is torn down. */
constinit res_sip_outbound_registration::Service* running = nullptr;
/** Its commands. */
constinit res_sip_outbound_registration::Commands* commands = nullptr;

}  // namespace

res_sip_outbound_registration::Service* res_sip_outbound_registration::service()
{
    return running;
}

const pbx::ModuleText pbx::module_text{"SIP registrations at other servers", nullptr, "res_sip", AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    if (!needs("res_sip"))
        return AST_MODULE_LOAD_DECLINE;
    running = new res_sip_outbound_registration::Service;
    if (auto started = running->start(*sipcore::stack_of_process()); !started) {
        ast_log(LOG_ERROR, "%s\n", started.error().what.c_str());
        delete std::exchange(running, nullptr);
        return AST_MODULE_LOAD_DECLINE;
    }
    commands = new res_sip_outbound_registration::Commands;
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

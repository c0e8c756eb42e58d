// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_websocket: SIP over WebSocket while it is loaded. */
#include "pbx/module.h"
#include "server.h"
#include "sipcore/stack.h"

namespace {

/** The server while the module is loaded. A plain pointer: when Asterisk ends without unloading, nothing is torn down. */
constinit res_sip_websocket::Server* running = nullptr;

}  // namespace

const pbx::ModuleText pbx::module_text{"SIP over WebSocket", "res_http_websocket", "res_sip", AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    if (!needs("res_sip"))
        return AST_MODULE_LOAD_DECLINE;
    running = new res_sip_websocket::Server{*sipcore::stack_of_process()};
    running->follow_configuration();
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    running->follow_configuration();
    return 0;
}

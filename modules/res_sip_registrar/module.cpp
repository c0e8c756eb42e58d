// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_registrar: REGISTER is answered while it is loaded. */
#include "pbx/module.h"
#include "sipcore/registrar.h"
#include "sipcore/stack.h"

namespace {

/** The registrar while the module is loaded. A plain pointer: when Asterisk ends without unloading, nothing is torn down. */
constinit sipcore::Registrar* running = nullptr;

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
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    return 0;
}

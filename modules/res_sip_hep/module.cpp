// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_hep: SIP messages go to the capture server that hep.conf names. */
#include "capture.h"
#include "pbx/module.h"

namespace {

/** The capture while the module is loaded. A plain pointer: when Asterisk ends without unloading, nothing is torn down. */
constinit res_sip_hep::Capture* running = nullptr;

}  // namespace

const pbx::ModuleText pbx::module_text{"SIP messages for HEP capture", "res_hep", "res_sip", AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    if (!needs("res_sip"))
        return AST_MODULE_LOAD_DECLINE;
    running = new res_sip_hep::Capture;
    sipcore::stack_of_process()->watch(*running);
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    sipcore::stack_of_process()->unwatch(*running);
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file The module chan_sip: calls of the stack that res_sip runs, as channels. */
#include "driver.h"
#include "pbx/module.h"

namespace {

/** The driver while the module is loaded. A plain pointer: when Asterisk ends without unloading, nothing is torn down. */
constinit chan_sip::Driver* running = nullptr;

/** Ends the driver. */
void end()
{
    delete std::exchange(running, nullptr);
}

}  // namespace

const pbx::ModuleText pbx::module_text{"Session Initiation Protocol (SIP)", nullptr, "res_sip,res_sip_registrar,res_rtp_asterisk",
                                       AST_MODPRI_CHANNEL_DRIVER};

ast_module_load_result pbx::load_module()
{
    for (const char* name : {"res_sip", "res_sip_registrar"}) {
        if (!companion(name))
            return AST_MODULE_LOAD_DECLINE;
    }
    running = new chan_sip::Driver{*sipcore::stack_of_process()};
    if (auto started = running->start(); !started) {
        ast_log(LOG_ERROR, "%s\n", started.error().what.c_str());
        end();
        return AST_MODULE_LOAD_DECLINE;
    }
    return AST_MODULE_LOAD_SUCCESS;
}

int pbx::unload_module()
{
    if (running->hang_up_all())
        return -1;
    end();
    return 0;
}

int pbx::reload_module()
{
    // The configuration is res_sip's: `module reload chan_sip.so` has always read sip.conf again.
    return ast_module_reload("res_sip.so") == AST_MODULE_RELOAD_SUCCESS ? 0 : -1;
}

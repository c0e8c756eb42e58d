// SPDX-License-Identifier: GPL-2.0-only
/** @file The module chan_sip: calls of the stack that res_sip runs, as channels. */
#include "driver.h"
#include "pbx/guarded.h"
#include "pbx/module.h"
#include "sipcore/build_stamp.h"
#include "sipcore/build_stamp_value.h"
#include "sipcore/log.h"

namespace {

/** The driver while the module is loaded. */
std::unique_ptr<chan_sip::Driver> running;

}  // namespace

const pbx::ModuleText pbx::module_text{"Session Initiation Protocol (SIP)", nullptr, "res_sip,res_sip_registrar,res_rtp_asterisk", AST_MODPRI_CHANNEL_DRIVER};

ast_module_load_result pbx::load_module()
{
    for (const char* c : {"res_sip", "res_sip_registrar"})
        if (!companion(c)) return AST_MODULE_LOAD_DECLINE;
    auto* stack = sipcore::stack_of_process();
    if (!stack) return AST_MODULE_LOAD_DECLINE;
    running = std::make_unique<chan_sip::Driver>(*stack);
    if (auto s = running->start(); !s) { ast_log(LOG_ERROR, "%s\n", s.error().what.c_str()); running.reset(); return AST_MODULE_LOAD_DECLINE; }
    return AST_MODULE_LOAD_SUCCESS;
}
int pbx::unload_module()
{
    if (running->hang_up_all()) return -1;
    running.reset();
    return 0;
}

int pbx::reload_module()
{
    // The configuration is res_sip's: `module reload chan_sip.so` has always read sip.conf again.
    return ast_module_reload("res_sip.so") == AST_MODULE_RELOAD_SUCCESS ? 0 : -1;
}

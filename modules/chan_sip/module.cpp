// SPDX-License-Identifier: GPL-2.0-only
/** @file The module chan_sip: calls of the stack that res_sip runs, as channels. */
#include "pbx/module.h"

#include "driver.h"

namespace {

/** The driver while the module is loaded. A plain pointer: when Asterisk exits without unloading, nothing is touched. */
chan_sip::Driver* running = nullptr;

/** Makes the driver and starts it. */
bool start()
{
    auto* stack = sipcore::stack_of_process();
    if (!stack) {
        ast_log(LOG_ERROR, "chan_sip is not loaded: res_sip runs no stack\n");
        return false;
    }
    auto made = std::make_unique<chan_sip::Driver>(*stack);
    if (auto started = made->start(); !started) {
        ast_log(LOG_ERROR, "chan_sip is not loaded: %s\n", started.error().what.c_str());
        return false;
    }
    running = made.release();
    return true;
}

/** Modules that belong to the driver as its users know it, and what is missing without each. */
constexpr std::pair<const char*, const char*> further_companions[] = {
    {"res_sip_outbound_registration", "Lines with register => have no effect"},
    {"res_sip_pubsub", "Phones cannot subscribe, and are told nothing of their mailboxes"},
    {"res_sip_messaging", "Messages outside of calls are refused, and MessageSend() knows no sip:"},
};

}  // namespace

const pbx::ModuleText pbx::module_text{
    "Session Initiation Protocol (SIP)",
    nullptr,
    "res_sip,res_sip_registrar,res_sip_outbound_registration,res_sip_pubsub,res_sip_messaging,res_sip_websocket,"
    "res_http_websocket,res_rtp_asterisk",
    AST_MODPRI_CHANNEL_DRIVER,
};

ast_module_load_result pbx::load_module()
{
    if (!companion("res_sip"))
        return AST_MODULE_LOAD_DECLINE;
    if (!companion("res_sip_registrar"))
        ast_log(LOG_WARNING, "No phone can register: only hosts with fixed addresses are reached\n");
    if (ast_module_check("res_http_websocket.so") && !companion("res_sip_websocket"))
        ast_log(LOG_WARNING, "No phone can come over WebSocket\n");
    for (const auto& [name, without] : further_companions) {
        if (!companion(name))
            ast_log(LOG_WARNING, "%s\n", without);
    }
    return start() ? AST_MODULE_LOAD_SUCCESS : AST_MODULE_LOAD_DECLINE;
}

int pbx::unload_module()
{
    if (running->hang_up_all())
        return -1;      // asked for by force: those calls end now, and the next attempt succeeds
    if (!running->end_completion()) {
        ast_log(LOG_WARNING, "chan_sip is not unloaded: requests for call completion are still known to Asterisk\n");
        return -1;
    }
    delete std::exchange(running, nullptr);
    return 0;
}

int pbx::reload_module()
{
    // The configuration is res_sip's: `module reload chan_sip.so` has always read sip.conf again.
    return ast_module_reload("res_sip.so") == AST_MODULE_RELOAD_SUCCESS ? 0 : -1;
}

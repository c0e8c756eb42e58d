// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_outbound_registration: we are registered at other servers while it is loaded. */
#include "commands.h"
#include "pbx/service_module.h"
#include "service.h"

namespace {

/** The module's things. */
constinit pbx::ServiceModule<res_sip_outbound_registration::Service, res_sip_outbound_registration::Commands> module;

}  // namespace

res_sip_outbound_registration::Service* res_sip_outbound_registration::service()
{
    return module.service();
}

const pbx::ModuleText pbx::module_text{"SIP registrations at other servers", nullptr, "res_sip", AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    return module.load();
}

int pbx::unload_module()
{
    return module.unload();
}

int pbx::reload_module()
{
    return 0;
}

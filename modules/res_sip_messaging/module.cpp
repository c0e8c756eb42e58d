// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_messaging: MESSAGE goes both ways while it is loaded. */
#include "pbx/service_module.h"
#include "service.h"

namespace {

/** The module's things. */
constinit pbx::ServiceModule<res_sip_messaging::Service> module;

}  // namespace

res_sip_messaging::Service* res_sip_messaging::service()
{
    return module.service();
}

const pbx::ModuleText pbx::module_text{"SIP text messages", nullptr, "res_sip", AST_MODPRI_CHANNEL_DEPEND};

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

// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_pubsub: SUBSCRIBE is answered, and NOTIFY is sent, while it is loaded. */
#include "commands.h"
#include "pbx/service_module.h"
#include "service.h"

namespace {

/** The module's things. */
constinit pbx::ServiceModule<res_sip_pubsub::Service, res_sip_pubsub::Commands> module;

}  // namespace

res_sip_pubsub::Service* res_sip_pubsub::service()
{
    return module.service();
}

const pbx::ModuleText pbx::module_text{"SIP subscriptions and notifications", nullptr, "res_sip", AST_MODPRI_CHANNEL_DEPEND};

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

// SPDX-License-Identifier: GPL-2.0-only
/** @file The module res_sip_prometheus: metrics of ours on the page that res_prometheus serves. */
#include "pbx/guarded.h"
#include "pbx/module.h"
#include "pbx/prometheus.h"
#include "registration_metric.h"

namespace {

/** This Asterisk's id as text. */
std::string own_id()
{
    std::array<char, 32> text{};
    return ast_eid_to_str(text.data(), text.size(), &ast_eid_default);
}

/** Adds what is to be told just now; nothing while nobody keeps registrations. Asterisk holds the page's lock meanwhile. */
void tell(ast_str** page)
{
    pbx::guarded("metrics", [&] {
        if (auto registrations = sipcore::report("registry", {}))
            ast_str_append(page, 0, "%s", res_sip_prometheus::registration_metric(registrations->rows, own_id()).c_str());
    });
}

/** For the page; Asterisk keeps its address. */
prometheus_callback callback{"sip_outbound_registration", tell};

}  // namespace

const pbx::ModuleText pbx::module_text{"SIP metrics for Prometheus", "res_prometheus", nullptr, AST_MODPRI_CHANNEL_DEPEND};

ast_module_load_result pbx::load_module()
{
    return prometheus_callback_register(&callback) == 0 ? AST_MODULE_LOAD_SUCCESS : AST_MODULE_LOAD_DECLINE;
}

int pbx::unload_module()
{
    prometheus_callback_unregister(&callback);
    return 0;
}

int pbx::reload_module()
{
    return 0;
}

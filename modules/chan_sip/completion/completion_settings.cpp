// SPDX-License-Identifier: GPL-2.0-only
/** @file Parameters of call completion. */
#include "completion/completion_settings.h"

namespace chan_sip {
namespace {

using sipcore::config::CallCompletion;
using sipcore::config::CcAgentPolicy;
using sipcore::config::CcMonitorPolicy;

/** A policy towards callers in the core's words. */
ast_cc_agent_policies agent_policy(CcAgentPolicy policy)
{
    switch (policy) {
    case CcAgentPolicy::native: return AST_CC_AGENT_NATIVE;
    case CcAgentPolicy::generic: return AST_CC_AGENT_GENERIC;
    case CcAgentPolicy::never: break;
    }
    return AST_CC_AGENT_NEVER;
}

/** A policy towards callees in the core's words. */
ast_cc_monitor_policies monitor_policy(CcMonitorPolicy policy)
{
    switch (policy) {
    case CcMonitorPolicy::native: return AST_CC_MONITOR_NATIVE;
    case CcMonitorPolicy::generic: return AST_CC_MONITOR_GENERIC;
    case CcMonitorPolicy::always: return AST_CC_MONITOR_ALWAYS;
    case CcMonitorPolicy::never: break;
    }
    return AST_CC_MONITOR_NEVER;
}

/** A time in the core's seconds. */
unsigned whole(std::chrono::seconds time)
{
    return static_cast<unsigned>(time.count());
}

}  // namespace

void set_completion(ast_channel* channel, const sipcore::config::CallCompletion& settings)
{
    if (settings == CallCompletion{})
        return;     // the core's own parameters say the same
    auto* made = ast_cc_config_params_init();
    if (!made)
        return;
    ast_set_cc_agent_policy(made, agent_policy(settings.agent_policy));
    ast_set_cc_monitor_policy(made, monitor_policy(settings.monitor_policy));
    ast_set_cc_offer_timer(made, whole(settings.offer_timer));
    ast_set_ccnr_available_timer(made, whole(settings.ccnr_available_timer));
    ast_set_ccbs_available_timer(made, whole(settings.ccbs_available_timer));
    ast_set_cc_recall_timer(made, whole(settings.recall_timer));
    ast_set_cc_max_agents(made, settings.max_agents);
    ast_set_cc_max_monitors(made, settings.max_monitors);
    ast_set_cc_callback_sub(made, settings.callback_sub.c_str());
    ast_set_cc_agent_dialstring(made, settings.agent_dialstring.c_str());
    ast_channel_cc_params_init(channel, made);
    ast_cc_config_params_destroy(made);
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Making the channel of a call. */
#include "channel/new_channel.h"

#include <format>
#include <new>

#include "channel/technology.h"
#include "completion/completion_settings.h"
#include "driver.h"
#include "media/jitter_buffer.h"
#include "pbx/tones.h"

namespace chan_sip {
namespace {

/** The options of an endpoint. */
using Endpoint = sipcore::config::Endpoint;

/** Asterisk's object of an endpoint, which counts its channels; none when res_sip made none. */
pbx::Ao2<ast_endpoint> host_endpoint(const Call& call)
{
    if (!call.side().endpoint)
        return {};
    return pbx::Ao2<ast_endpoint>::adopt(ast_endpoint_find_by_id(("SIP/" + call.side().endpoint->name).c_str()));
}

/** Asterisk's channel, locked; null when there is none to be had. What it does is told at its endpoint in any case. */
ast_channel* allocate(Call& call, const std::string& name, const ChannelPlan& plan)
{
    auto endpoint = host_endpoint(call);
    bool listed = endpoint && call.list_channel();
    auto* channel = ast_channel_alloc_with_endpoint(
        1, plan.state, plan.caller.number.c_str(), plan.caller.name.c_str(), call.side().settings->accountcode.c_str(),
        plan.extension.c_str(), plan.context.c_str(), plan.ids, plan.requestor,
        static_cast<ama_flags>(call.side().settings->ama_flags),
        listed ? endpoint.get() : nullptr, "%s", name.c_str());
    if (channel && endpoint && !listed)
        ast_channel_forward_endpoint(channel, endpoint.get());
    return channel;
}

/** Sets what it speaks. */
void set_formats(ast_channel* channel, const Formats& native)
{
    ast_channel_nativeformats_set(channel, native.get());
    auto first = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(native.get(), 0));
    if (!first)
        return;
    ast_channel_set_writeformat(channel, first.get());
    ast_channel_set_rawwriteformat(channel, first.get());
    ast_channel_set_readformat(channel, first.get());
    ast_channel_set_rawreadformat(channel, first.get());
}

/** Words with commas between. */
std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

/** Gives a channel groups with names. */
void set_groups(ast_channel* channel, void (*set)(ast_channel*, ast_namedgroups*), const std::string& names)
{
    auto* groups = ast_get_namedgroups(names.c_str());
    set(channel, groups);
    ast_unref_namedgroups(groups);
}

/** Sets what the endpoint's options say about its channels. */
void set_options(ast_channel* channel, const Endpoint& settings)
{
    ast_channel_callgroup_set(channel, settings.callgroup);
    ast_channel_pickupgroup_set(channel, settings.pickupgroup);
    auto words = joined(settings.named_call_group);
    if (!words.empty())
        set_groups(channel, ast_channel_named_callgroups_set, words);
    words = joined(settings.named_pickup_group);
    if (!words.empty())
        set_groups(channel, ast_channel_named_pickupgroups_set, words);
    if (!settings.language.empty())
        ast_channel_language_set(channel, settings.language.c_str());
    const auto& lot = settings.parkinglot.empty() ? driver()->stack().config()->global.parkinglot : settings.parkinglot;
    if (!lot.empty())
        ast_channel_parkinglot_set(channel, lot.c_str());
    if (auto* zone = settings.tone_zone.empty() ? nullptr : ast_get_indication_zone(settings.tone_zone.c_str()))
        ast_channel_zone_set(channel, zone);
    ast_channel_adsicpe_set(channel, AST_ADSI_UNAVAILABLE);
}

/** Sets who called, and whom. */
void set_parties(ast_channel* channel, const ChannelPlan& plan)
{
    if (!plan.caller.number.empty()) {
        auto* caller = ast_channel_caller(channel);
        caller->ani.number.valid = 1;
        ast_free(caller->ani.number.str);
        caller->ani.number.str = ast_strdup(plan.caller.number.c_str());
    }
    if (!plan.extension.empty() && plan.extension != "s") {
        auto* dialed = ast_channel_dialed(channel);
        ast_free(dialed->number.str);
        dialed->number.str = ast_strdup(plan.extension.c_str());
    }
}

/** Sets a variable whose value is written with escapes, as sip.conf's setvar is. */
void set_variable(ast_channel* channel, const std::string& name, const std::string& value)
{
    std::string decoded(value.size() + 1, '\0');
    pbx_builtin_setvar_helper(channel, name.c_str(),
                              ast_get_encoded_str(value.c_str(), decoded.data(), decoded.size()));
}

}  // namespace

ast_channel* make_channel(Call& call, const std::string& name, const ChannelPlan& plan)
{
    auto* channel = allocate(call, name, plan);
    if (!channel)
        return nullptr;
    const auto& settings = *call.side().settings;
    ast_channel_stage_snapshot(channel);
    ast_channel_tech_set(channel, technology_for(call.dtmf_mode()));
    call.take(channel);
    set_formats(channel, call.native_formats());
    set_options(channel, settings);
    set_parties(channel, plan);
    ast_channel_priority_set(channel, 1);
    if (plan.state == AST_STATE_RING)
        ast_channel_rings_set(channel, 1);
    if (!call.side().endpoint)
        ast_set_flag(ast_channel_flags(channel), AST_FLAG_DISABLE_DEVSTATE_CACHE);
    for (const auto& [variable, value] : plan.variables)
        if (!value.empty())
            pbx_builtin_setvar_helper(channel, variable.c_str(), value.c_str());
    set_completion(channel, *settings.call_completion);
    auto jitter = jitter_buffer_conf(driver()->stack().config()->global.jitter_buffer);
    ast_jb_configure(channel, &jitter);
    for (std::size_t number = 1; const auto& line : settings.add_headers)
        pbx_builtin_setvar_helper(channel, std::format("__SIPADDHEADERpre{:2}", number++).c_str(), line.c_str());
    for (const auto& [variable, value] : settings.set_var)
        set_variable(channel, variable, value);
    ast_channel_stage_snapshot_done(channel);
    ast_channel_unlock(channel);
    return channel;
}

}  // namespace chan_sip

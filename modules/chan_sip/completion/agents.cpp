// SPDX-License-Identifier: GPL-2.0-only
/** @file The core's agents of type SIP. The core calls back from its own thread, and for `init` with the channel locked. */
#include "completion/agents.h"

#include <vector>

#include "channel/call.h"
#include "driver.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

/** Our part of an agent of the core's; null when it has none. */
std::shared_ptr<Agent> ours(const ast_cc_agent* agent)
{
    auto* kept = static_cast<std::shared_ptr<Agent>*>(agent->private_data);
    return kept ? *kept : nullptr;
}

/** The core's agent for a caller's channel is made: he will be offered completion. */
int init(ast_cc_agent* agent, ast_channel* channel)
{
    return pbx::guarded("completion agent", -1, [&] {
        auto completion = sipcore::call_completion();
        auto* call = Call::of(channel);
        if (!completion || !call || !call->is_incoming() || !driver())
            return -1;
        auto made = std::make_shared<Agent>(static_cast<int>(agent->core_id), agent->device_name, call->called_extension());
        const auto& side = call->side();
        made->endpoint = side.endpoint ? side.endpoint->name : std::string{};
        made->offer = call->offer_completion(*completion, made);
        if (!made->offer)
            return -1;
        agent->private_data = new std::shared_ptr<Agent>{made};
        driver()->agents().add(made);
        driver()->agents().standing().add();
        return 0;
    });
}

/** The caller took too long to ask for it. */
int expire_offer(const void* data)
{
    auto* agent = static_cast<ast_cc_agent*>(const_cast<void*>(data));
    if (auto kept = ours(agent))
        kept->offer_timer = -1;
    ast_cc_failed(static_cast<int>(agent->core_id), "SIP agent %s's offer timer expired", agent->device_name);
    ao2_ref(agent, -1);
    return 0;
}

/** The caller hung up: from now on he has some time to ask for it. @option{cc_offer_timer} */
int start_offer_timer(ast_cc_agent* agent)
{
    return pbx::guarded("completion offer", -1, [&] {
        auto kept = ours(agent);
        if (!kept || !driver())
            return -1;
        constexpr int millisecond = 1000;
        int delay = static_cast<int>(ast_get_cc_offer_timer(agent->cc_params)) * millisecond;
        ao2_ref(agent, +1);
        kept->offer_timer = ast_sched_add(driver()->scheduler(), delay, expire_offer, agent);
        if (kept->offer_timer < 0)
            ao2_ref(agent, -1);
        return kept->offer_timer < 0 ? -1 : 0;
    });
}

/** He did, or it does not count any more. */
int stop_offer_timer(ast_cc_agent* agent)
{
    return pbx::guarded("completion offer", 0, [&] {
        auto kept = ours(agent);
        int timer = kept ? std::exchange(kept->offer_timer, -1) : -1;
        if (timer >= 0 && driver() && ast_sched_del(driver()->scheduler(), timer) == 0)
            ao2_ref(agent, -1);
        return 0;
    });
}

/** What became of his request. */
void respond(ast_cc_agent* agent, ast_cc_agent_response_reason reason)
{
    pbx::guarded("completion answer", 0, [&] {
        auto kept = ours(agent);
        if (kept && reason == AST_CC_AGENT_RESPONSE_SUCCESS)
            kept->offer->accept();
        else if (kept)
            kept->offer->refuse({500, "Internal Error"});
        return 0;
    });
}

/** Whether he is busy. */
int tell_status(ast_cc_agent* agent)
{
    return ast_cc_agent_status_response(static_cast<int>(agent->core_id), ast_device_state(agent->device_name));
}

/** Nothing of his rings. */
int stop_ringing(ast_cc_agent*)
{
    return 0;
}

/** He is told nothing of a callee who is free while he is not. */
int party_b_free(ast_cc_agent*)
{
    return 0;
}

/** He tells by himself when he can be called again. */
int start_monitoring(ast_cc_agent*)
{
    return 0;
}

/** The callee is free: he is told, unless he said that he is busy. */
int tell_available(ast_cc_agent* agent)
{
    return pbx::guarded("completion ready", -1, [&] {
        auto kept = ours(agent);
        if (!kept)
            return -1;
        if (!kept->available)
            return ast_cc_agent_caller_busy(static_cast<int>(agent->core_id),
                                            "SIP caller %s said that it cannot be called", agent->device_name);
        kept->offer->tell_ready();
        return 0;
    });
}

/** The agent goes, in any thread. */
void destroy(ast_cc_agent* agent)
{
    pbx::guarded("completion agent", 0, [&] {
        stop_offer_timer(agent);
        auto* kept = static_cast<std::shared_ptr<Agent>*>(std::exchange(agent->private_data, nullptr));
        if (!kept)
            return 0;
        (*kept)->offer->withdraw();
        auto* ours = driver();
        if (ours)
            ours->agents().remove(**kept);
        delete kept;
        if (ours)
            ours->agents().standing().remove();
        return 0;
    });
}

/** As the core knows us. */
ast_cc_agent_callbacks callbacks{
    .type = "SIP",
    .init = init,
    .start_offer_timer = start_offer_timer,
    .stop_offer_timer = stop_offer_timer,
    .respond = respond,
    .status_request = tell_status,
    .stop_ringing = stop_ringing,
    .party_b_free = party_b_free,
    .start_monitoring = start_monitoring,
    .callee_available = tell_available,
    .destructor = destroy,
};

/** How long the core may take to end what it has of ours. */
constexpr std::chrono::seconds patience{5};

}  // namespace

void Agent::on_requested()
{
    if (!ast_cc_request_is_within_limits())
        return offer->refuse({500, "Internal Error"});
    if (ast_cc_agent_accept_request(core_id, "SIP caller %s has requested CC via SUBSCRIBE", device_name.c_str()))
        offer->refuse({500, "Internal Error"});
}

void Agent::on_cancelled()
{
    ast_cc_failed(core_id, "CC agent %s no longer wants call completion", device_name.c_str());
}

void Agent::on_availability(bool can)
{
    bool could = available.exchange(can);
    if (could == can)
        return;
    if (can)
        ast_cc_agent_caller_available(core_id, "SIP caller %s says that it can be called again", device_name.c_str());
    else
        ast_cc_agent_caller_busy(core_id, "SIP caller %s says that it cannot be called", device_name.c_str());
}

Agents::Agents() : registered_{ast_cc_agent_register(&callbacks) == 0} {}

Agents::~Agents()
{
    if (registered_)
        ast_cc_agent_unregister(&callbacks);
}

bool Agents::end_all()
{
    std::vector<std::shared_ptr<Agent>> all;
    {
        std::lock_guard lock{mutex_};
        for (const auto& [user, agent] : by_recall_)
            if (auto kept = agent.lock())
                all.push_back(std::move(kept));
    }
    for (const auto& each : all)
        ast_cc_failed(each->core_id, "chan_sip is unloaded");
    return standing_.wait_for_none(patience);
}

std::optional<Recall> Agents::recall(std::string_view user, std::string_view endpoint) const
{
    std::lock_guard lock{mutex_};
    auto at = by_recall_.find(user);
    auto agent = at == by_recall_.end() ? nullptr : at->second.lock();
    if (!agent || agent->endpoint != endpoint)
        return std::nullopt;
    return Recall{agent->core_id, agent->called};
}

void Agents::add(const std::shared_ptr<Agent>& agent)
{
    std::lock_guard lock{mutex_};
    by_recall_.insert_or_assign(agent->offer->recall_user(), agent);
}

void Agents::remove(const Agent& agent)
{
    std::lock_guard lock{mutex_};
    by_recall_.erase(agent.offer->recall_user());
}

}  // namespace chan_sip

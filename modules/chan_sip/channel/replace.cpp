// SPDX-License-Identifier: GPL-2.0-only
/** @file Replacing calls, and picking them up. */
#include "channel/replace.h"

#include "channel/call.h"
#include "channel/causes.h"
#include "driver.h"
#include "sipcore/identity.h"
#include "sipcore/watched.h"

namespace chan_sip {
namespace {

/** A channel that is kept. */
using Channel = pbx::Ao2<ast_channel>;
using sipcore::Error;

/** Whether a channel in this state can be replaced. */
bool is_replaceable(enum ast_channel_state state)
{
    return state == AST_STATE_RINGING || state == AST_STATE_RING || state == AST_STATE_UP || state == AST_STATE_DOWN;
}

/** Picks a ringing channel up. @return false when it does not ring */
bool pick_up_ringing(ast_channel* channel, ast_channel* ringing)
{
    pbx::ChannelLock lock{ringing};
    return ast_can_pickup(ringing) && !ast_do_pickup(channel, ringing);
}

/** Puts a channel in the place of another one, which goes. */
void put_in_place(ast_channel* channel, ast_channel* other)
{
    ast_raw_answer(channel);
    ast_channel_lock(other);
    auto bridge = pbx::Ao2<ast_bridge>::adopt(ast_channel_get_bridge(other));
    ast_channel_unlock(other);
    if (bridge) {
        if (!ast_bridge_impart(bridge.get(), channel, other, nullptr, AST_BRIDGE_IMPART_CHAN_INDEPENDENT))
            return;
        ast_channel_hangupcause_set(channel, q850::switch_congestion);
    } else if (!pick_up_ringing(channel, other)) {
        ast_channel_move(other, channel);
    }
    ast_hangup(channel);
}

/** What a thread is to do with a channel. */
struct Errand {
    ast_channel* channel;                       ///< which
    Channel other{};                            ///< whose place it takes; none: it picks up
    std::string pick_up{};                      ///< of a lamp; empty: what rings for its groups
};

/** Picks up what rings. */
void pick_up_call(ast_channel* channel, const std::string& lamp)
{
    auto* application = lamp.empty() ? nullptr : pbx_findapp("Pickup");
    if (application)
        pbx_exec(channel, application, lamp.c_str());
    else if (!lamp.empty() || ast_pickup_call(channel))
        ast_channel_hangupcause_set(channel, q850::call_rejected);
    ast_hangup(channel);
}

/** The thread: sounds may be played, and bridges are waited for. */
void* run(void* data)
{
    std::unique_ptr<Errand> errand{static_cast<Errand*>(data)};
    if (errand->other) {
        put_in_place(errand->channel, errand->other.get());
    } else {
        pick_up_call(errand->channel, errand->pick_up);
    }
    errand.reset();
    ast_module_unref(AST_MODULE_SELF);
    return nullptr;
}

/** Whether Replaces names a lamp's subscription: what the application Pickup wants then. @option{notifycid} */
std::optional<std::string> find_lamp(Driver& driver, const sipcore::Replaces& replaces)
{
    constexpr std::string_view mark = "pickup-";
    if (!replaces.call_id.starts_with(mark))
        return std::nullopt;
    auto watched = sipcore::watched_by(std::string_view{replaces.call_id}.substr(mark.size()));
    if (!watched)
        return std::nullopt;
    bool anywhere = driver.stack().config()->global.notify_callerid == sipcore::config::NotifyCallerId::ignore_context;
    return watched->extension + "@" + (anywhere ? "PICKUPMARK" : watched->context);
}

/** Runs an errand in a thread of its own. @return false when there is none to be had */
bool send(Errand errand)
{
    pthread_t thread;
    auto carried = std::make_unique<Errand>(std::move(errand));
    ast_module_ref(AST_MODULE_SELF);
    if (ast_pthread_create_detached_background(&thread, nullptr, run, carried.get())) {
        ast_module_unref(AST_MODULE_SELF);
        return false;
    }
    carried.release();
    return true;
}

}  // namespace

std::optional<sipcore::Replaces> replaces_of(const Call& call)
{
    auto headers = call.stored_headers();
    const auto* header = sipcore::header_named(headers, "Replaces");
    return header ? sipcore::parse_replaces(header->value) : std::nullopt;
}

sipcore::Result<Replaced> find_replaced(Driver& driver, const Call& call, const sipcore::Replaces& replaces)
{
    if (replaces.call_id == call.call_id())
        return std::unexpected{Error{400, "Bad request"}};
    if (auto lamp = find_lamp(driver, replaces))
        return Replaced{.channel = {}, .pick_up = std::move(*lamp)};
    auto other = driver.find_call(replaces);
    if (!other)
        return std::unexpected{Error{481, "Call Leg Does Not Exist (Replaces)"}};
    auto locked = other->lock_channel();
    if (!locked)
        return std::unexpected{Error{481, "Call Leg Does Not Exist (Replace)"}};
    if (!is_replaceable(ast_channel_state(locked.get())))
        return std::unexpected{Error{603, "Declined (Replaces)"}};
    return Replaced{.channel = Channel::share(locked.get()), .pick_up = {}};
}

bool take_place(ast_channel* channel, Replaced replaced)
{
    return send({.channel = channel, .other = std::move(replaced.channel), .pick_up = std::move(replaced.pick_up)});
}

bool pick_up(ast_channel* channel)
{
    return send({.channel = channel});
}

bool is_pickup_extension(const std::string& extension)
{
    auto options = pbx::Ao2<ast_features_pickup_config>::adopt(ast_get_chan_features_pickup_config(nullptr));
    return options && !extension.empty() && extension == options.get()->pickupexten;
}

}  // namespace chan_sip

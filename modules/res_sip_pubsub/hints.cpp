// SPDX-License-Identifier: GPL-2.0-only
/** @file From Asterisk's extension states to ours. */
#include "hints.h"

#include "pbx/ao2.h"
#include "pbx/guarded.h"

namespace res_sip_pubsub {

namespace {

/** A party as it stands in a channel, which is locked. */
sipcore::HintParty party_of(const ast_party_id& id)
{
    sipcore::HintParty party;
    party.name = id.name.valid && id.name.str ? id.name.str : "";
    party.number = id.number.valid && id.number.str ? id.number.str : "";
    party.restricted = (ast_party_id_presentation(&id) & AST_PRES_RESTRICTION) != AST_PRES_ALLOWED;
    return party;
}

/** The channel that rings longest, with a reference; null without one. */
ast_channel* oldest_ringing(ao2_container* devices)
{
    ast_channel* oldest = nullptr;
    auto iterator = ao2_iterator_init(devices, 0);
    while (auto* device = static_cast<ast_device_state_info*>(ao2_iterator_next(&iterator))) {
        bool rings = device->device_state == AST_DEVICE_RINGING || device->device_state == AST_DEVICE_RINGINUSE;
        auto* channel = device->causing_channel;
        if (rings && channel &&
            (!oldest || ast_tvcmp(ast_channel_creationtime(channel), ast_channel_creationtime(oldest)) < 0)) {
            if (oldest)
                ast_channel_unref(oldest);
            oldest = ast_channel_ref(channel);
        }
        ao2_ref(device, -1);
    }
    ao2_iterator_destroy(&iterator);
    return oldest;
}

/** The call for which an extension rings. */
std::optional<sipcore::RingingCall> ringing_call(ao2_container* devices)
{
    auto* channel = oldest_ringing(devices);
    if (!channel)
        return std::nullopt;
    sipcore::RingingCall call;
    auto since = ast_channel_creationtime(channel);
    call.since = std::int64_t{since.tv_sec} * 1000000 + since.tv_usec;
    ast_channel_lock(channel);
    call.local = party_of(ast_channel_caller(channel)->id);
    call.remote = party_of(ast_channel_connected(channel)->id);
    ast_channel_unlock(channel);
    ast_channel_unref(channel);
    return call;
}

/** Whether each device is out of reach. */
bool none_reachable(ao2_container* devices)
{
    bool any = false;
    bool all = true;
    auto iterator = ao2_iterator_init(devices, 0);
    while (auto* device = static_cast<ast_device_state_info*>(ao2_iterator_next(&iterator))) {
        any = true;
        all = all && device->device_state == AST_DEVICE_UNAVAILABLE;
        ao2_ref(device, -1);
    }
    ao2_iterator_destroy(&iterator);
    return any && all;
}

/** Takes over what devices do. */
void take_devices(sipcore::HintState& state, int extension_state, ao2_container* devices)
{
    state.in_use = extension_state & AST_EXTENSION_INUSE;
    state.busy = extension_state & AST_EXTENSION_BUSY;
    state.unavailable = extension_state & AST_EXTENSION_UNAVAILABLE;
    state.ringing = extension_state & AST_EXTENSION_RINGING;
    state.on_hold = extension_state & AST_EXTENSION_ONHOLD;
    state.devices_unavailable = devices && none_reachable(devices);
    state.call = devices && state.ringing ? ringing_call(devices) : std::nullopt;
}

/** Takes over a presence state that somebody set. */
void take_presence(sipcore::HintState& state, int presence, const char* subtype, const char* message)
{
    bool set = presence > AST_PRESENCE_NOT_SET;
    state.presence = set ? ast_presence_state2str(static_cast<enum ast_presence_state>(presence)) : "";
    state.presence_subtype = set && subtype ? subtype : "";
    state.presence_message = set && message ? message : "";
}

}  // namespace

std::optional<sipcore::HintState> Hints::watch(sipcore::WatchId id, const std::string& context, const std::string& extension)
{
    std::array<char, AST_MAX_EXTENSION> hint{};
    if (!ast_get_hint(hint.data(), hint.size(), nullptr, 0, nullptr, context.c_str(), extension.c_str()))
        return std::nullopt;
    auto watch = std::make_shared<Watch>();
    watch->id = id;
    watch->told = told_;
    // Owned by Asterisk from here on, until it calls `on_released`.
    auto* lent = new std::shared_ptr<Watch>{watch};
    int callback = ast_extension_state_add_destroy_extended(context.c_str(), extension.c_str(), &Hints::on_change,
                                                            &Hints::on_released, lent);
    if (callback <= 0) {
        delete lent;
        return std::nullopt;
    }
    {
        std::lock_guard lock{mutex_};
        callbacks_.emplace(id, callback);
    }
    ao2_container* devices = nullptr;
    int now = ast_extension_state_extended(nullptr, context.c_str(), extension.c_str(), &devices);
    char* subtype = nullptr;
    char* message = nullptr;
    int presence = ast_hint_presence_state(nullptr, context.c_str(), extension.c_str(), &subtype, &message);
    std::optional<sipcore::HintState> found;
    if (now >= 0) {
        std::lock_guard lock{watch->mutex};
        take_devices(watch->state, now, devices);
        take_presence(watch->state, presence, subtype, message);
        found = watch->state;
    }
    ast_free(subtype);
    ast_free(message);
    ao2_cleanup(devices);
    if (!found)
        unwatch(id);
    return found;
}

void Hints::unwatch(sipcore::WatchId id)
{
    int callback = 0;
    {
        std::lock_guard lock{mutex_};
        auto at = callbacks_.find(id);
        if (at == callbacks_.end())
            return;
        callback = at->second;
        callbacks_.erase(at);
    }
    ast_extension_state_del(callback, nullptr);
}

int Hints::on_change(const char*, const char*, ast_state_cb_info* info, void* data)
{
    return pbx::guarded("hint", 0, [&] {
        auto watch = *static_cast<std::shared_ptr<Watch>*>(data);
        bool gone = info->reason == AST_HINT_UPDATE_DEVICE &&
                    (info->exten_state == AST_EXTENSION_REMOVED || info->exten_state == AST_EXTENSION_DEACTIVATED);
        sipcore::HintState state;
        if (!gone) {
            std::lock_guard lock{watch->mutex};
            if (info->reason == AST_HINT_UPDATE_DEVICE)
                take_devices(watch->state, info->exten_state, info->device_state_info);
            else
                take_presence(watch->state, info->presence_state, info->presence_subtype, info->presence_message);
            state = watch->state;
        }
        std::lock_guard lock{watch->told->mutex};
        if (!watch->told->feature)
            return 0;
        if (gone)
            watch->told->feature->on_hint_gone(watch->id);
        else
            watch->told->feature->on_state(watch->id, state);
        return 0;
    });
}

void Hints::on_released(int, void* data)
{
    delete static_cast<std::shared_ptr<Watch>*>(data);
}

}  // namespace res_sip_pubsub

// SPDX-License-Identifier: GPL-2.0-only
/** @file How far a call may still go. */
#include "channel/hops.h"

#include <charconv>
#include <cstdint>

namespace chan_sip {
namespace {

/** The number is kept in the place of a pointer to one. */
void* as_data(unsigned hops)
{
    return reinterpret_cast<void*>(static_cast<std::uintptr_t>(hops) + 1);      // never null
}

/** The same for another channel. */
void* duplicate(void* data)
{
    return data;
}

/** What a channel remembers it as. */
const ast_datastore_info hops_info = [] {
    ast_datastore_info info{};
    info.type = "sip-hops";
    info.duplicate = &duplicate;
    return info;
}();

}  // namespace

std::optional<unsigned> read_hops(std::string_view value)
{
    constexpr unsigned most = 255;
    unsigned hops = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), hops);
    if (error != std::errc{} || end != value.data() + value.size() || hops > most)
        return std::nullopt;
    return hops;
}

void remember_hops(ast_channel* channel, unsigned hops)
{
    auto* store = ast_datastore_alloc(&hops_info, nullptr);
    if (!store)
        return;
    store->data = as_data(hops);
    store->inheritance = DATASTORE_INHERIT_FOREVER;
    ast_channel_lock(channel);
    ast_channel_datastore_add(channel, store);
    ast_channel_unlock(channel);
}

std::optional<unsigned> remembered_hops(ast_channel* channel)
{
    auto* store = ast_channel_datastore_find(channel, &hops_info, nullptr);
    if (!store)
        return std::nullopt;
    return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(store->data) - 1);
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's resolver interface on one side, the locator on the other. */
#include "engine/external_resolver.h"

#include <atomic>

#include "pj/guarded.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "stack/core.h"
#include "stack/locator.h"
#include "transport/carrier.h"

namespace sipcore::stack {

namespace {

/** Whose locator answers. */
std::atomic<Core*> answering{nullptr};

/** The protocol that PJSIP means; what says nothing is UDP, or TLS where it must be secure. @rfc{3263,4.1} */
config::Protocol protocol_of(const pjsip_host_info& target)
{
    auto any = *IpAddress::parse("0.0.0.0");
    auto type = static_cast<int>(target.type) & ~PJSIP_TRANSPORT_IPV6;
    for (auto protocol : {config::Protocol::udp, config::Protocol::tcp, config::Protocol::tls, config::Protocol::ws,
                          config::Protocol::wss}) {
        if (type == transport::pj_type(protocol, any))
            return protocol;
    }
    if (target.flag & PJSIP_TRANSPORT_SECURE)
        return config::Protocol::tls;
    return target.flag & PJSIP_TRANSPORT_RELIABLE ? config::Protocol::tcp : config::Protocol::udp;
}

/** Tells PJSIP what was found. @param name the host, for connections that are known by it; lives as long as PJSIP's question */
void tell(pjsip_resolver_callback* callback, void* token, pj_str_t name, config::Protocol protocol,
          const std::vector<SocketAddress>& found)
{
    pjsip_server_addresses all{};
    for (const auto& address : found) {
        if (all.count == PJSIP_MAX_RESOLVED_ADDRESSES)
            break;
        auto& entry = all.entry[all.count++];
        entry.name = name;
        entry.type = transport::pj_type(protocol, address.ip());
        entry.addr_len = pj::to_pj(address, entry.addr);
    }
    callback(all.count ? PJ_SUCCESS : PJ_ERESOLVE, token, all.count ? &all : nullptr);
}

/** Answers one question. */
void resolve(pj_pool_t* pool, const pjsip_host_info& target, void* token, pjsip_resolver_callback* callback)
{
    auto protocol = protocol_of(target);
    auto name = pj::dup(pool, pj::view(target.addr.host));
    auto* core = answering.load(std::memory_order_acquire);
    if (!core)
        return callback(PJ_ERESOLVE, token, nullptr);
    auto port = static_cast<std::uint16_t>(target.addr.port);
    Wanted wanted{pj::copy(target.addr.host), port, protocol, port == 0 && core->config()->global.srv_lookup};
    if (auto pinned = core->pinned_address(wanted.host, port))
        return tell(callback, token, name, protocol, {*pinned});
    if (auto known = core->locator().known(wanted))
        return tell(callback, token, name, protocol, *known);
    auto& strand = core->strands().of(wanted.host);
    core->locator().find(wanted, [=, &strand](const std::vector<SocketAddress>& found) {
        strand.post(0, [=] {
            pj::register_thread();
            tell(callback, token, name, protocol, found);
        });
    });
}

/** As PJSIP wants it. */
pjsip_ext_resolver resolver{[](pjsip_resolver_t*, pj_pool_t* pool, const pjsip_host_info* target, void* token,
                               pjsip_resolver_callback* callback) {
    pj::guarded("resolve", [&] { resolve(pool, *target, token, callback); });
}};

}  // namespace

void answer_for_pjsip(Core* core)
{
    answering.store(core, std::memory_order_release);
    if (core)
        pjsip_endpt_set_ext_resolver(core->pj_endpoint(), &resolver);
}

}  // namespace sipcore::stack

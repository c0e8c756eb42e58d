// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's structure around a carrier. */
#include "transport/carrier.h"

#include <cerrno>

#include "pj/guarded.h"
#include "pj/runtime.h"
#include "pj/text.h"

namespace sipcore::transport {

namespace {

/** What PJSIP holds: its own structure first, then the way back to us. Lives in a pool of its own. */
struct Handle {
    pjsip_transport base;               ///< PJSIP's view
    std::shared_ptr<Carrier>* carrier;  ///< ours, kept as long as PJSIP uses it
};

/** PJSIP has nothing more to close: descriptors are ours. */
pj_status_t keep_open(pjsip_transport*)
{
    return PJ_SUCCESS;
}

/** PJSIP is done with its view. */
pj_status_t release(pjsip_transport* transport)
{
    auto* carrier = reinterpret_cast<Handle*>(transport)->carrier;
    if (transport->lock)
        pj_lock_destroy(transport->lock);
    if (transport->ref_cnt)
        pj_atomic_destroy(transport->ref_cnt);
    pj_pool_release(transport->pool);
    delete carrier;
    return PJ_SUCCESS;
}

/** PJSIP sends. */
pj_status_t send(pjsip_transport* transport, pjsip_tx_data* tdata, const pj_sockaddr_t* remote, int, void*,
                 pjsip_transport_callback)
{
    return pj::guarded("send", pj_status_t{PJ_EUNKNOWN}, [&]() -> pj_status_t {
        auto& carrier = **reinterpret_cast<Handle*>(transport)->carrier;
        auto to = SocketAddress::from(static_cast<const sockaddr*>(remote));
        std::string_view text{tdata->buf.start, static_cast<std::size_t>(tdata->buf.cur - tdata->buf.start)};
        errno = 0;
        return carrier.carry(to, text) ? PJ_SUCCESS : PJ_STATUS_FROM_OS(errno ? errno : EIO);
    });
}

/** Host and port for PJSIP. */
pjsip_host_port host_port(pj_pool_t* pool, std::string_view host, std::uint16_t port)
{
    pjsip_host_port made;
    made.host = pj::dup(pool, host);
    made.port = port;
    return made;
}

/** Fills PJSIP's structure. */
void describe(pjsip_transport& base, const CarrierParts& parts, pjsip_endpoint* endpoint)
{
    auto* pool = base.pool;
    const auto& ip = parts.local.ip();
    base.key.type = pj_type(parts.protocol, ip);
    base.addr_len = pj::to_pj(parts.local, base.local_addr);
    if (parts.remote) {
        pj::to_pj(parts.remote, base.key.rem_addr);
        auto host = parts.remote_host.empty() ? parts.remote.ip().text() : parts.remote_host;
        base.remote_name = host_port(pool, host, parts.remote.port());
    } else {
        base.key.rem_addr.addr.sa_family = static_cast<pj_uint16_t>(ip.is_v6() ? pj_AF_INET6() : pj_AF_INET());
        base.remote_name = host_port(pool, ip.is_v6() ? "::" : "0.0.0.0", 0);
    }
    base.type_name = pj::dup(pool, via_word(parts.protocol)).ptr;
    base.info = base.type_name;
    base.flag = pjsip_transport_get_flag_from_type(static_cast<pjsip_transport_type_e>(base.key.type));
    base.local_name = host_port(pool, parts.named.ip().text(), parts.named.port());
    base.dir = !parts.remote ? PJSIP_TP_DIR_NONE : parts.outgoing ? PJSIP_TP_DIR_OUTGOING : PJSIP_TP_DIR_INCOMING;
    base.endpt = endpoint;
    base.tpmgr = pjsip_endpt_get_tpmgr(endpoint);
    base.do_shutdown = &keep_open;
    base.destroy = &release;
    base.send_msg = &send;
}

}  // namespace

pjsip_transport_type_e pj_type(config::Protocol protocol, const IpAddress& ip)
{
    int type = PJSIP_TRANSPORT_UDP;
    switch (protocol) {
    case config::Protocol::udp: type = PJSIP_TRANSPORT_UDP; break;
    case config::Protocol::tcp: type = PJSIP_TRANSPORT_TCP; break;
    case config::Protocol::tls: type = PJSIP_TRANSPORT_TLS; break;
    case config::Protocol::ws: type = pj::websocket_types().plain; break;
    case config::Protocol::wss: type = pj::websocket_types().secure; break;
    }
    return static_cast<pjsip_transport_type_e>(ip.is_v6() ? type | PJSIP_TRANSPORT_IPV6 : type);
}

std::string_view uri_word(config::Protocol protocol)
{
    switch (protocol) {
    case config::Protocol::udp: return "udp";
    case config::Protocol::tcp: return "tcp";
    case config::Protocol::tls: return "tls";
    case config::Protocol::ws:
    case config::Protocol::wss: return "ws";
    }
    return "udp";
}

pjsip_transport* enlist(pjsip_endpoint* endpoint, const CarrierParts& parts, std::shared_ptr<Carrier> carrier)
{
    auto* pool = pjsip_endpt_create_pool(endpoint, "carrier%p", 1024, 512);
    auto* handle = PJ_POOL_ZALLOC_T(pool, Handle);
    auto& base = handle->base;
    base.pool = pool;
    pj_memcpy(base.obj_name, pool->obj_name, PJ_MAX_OBJ_NAME);
    handle->carrier = new std::shared_ptr<Carrier>{std::move(carrier)};
    if (pj_atomic_create(pool, 0, &base.ref_cnt) != PJ_SUCCESS ||
        pj_lock_create_recursive_mutex(pool, base.obj_name, &base.lock) != PJ_SUCCESS) {
        release(&base);
        return nullptr;
    }
    describe(base, parts, endpoint);
    if (pjsip_transport_register(base.tpmgr, &base) != PJ_SUCCESS) {
        release(&base);
        return nullptr;
    }
    pjsip_transport_add_ref(&base);
    return &base;
}

void retire(pjsip_transport* transport, Ending ending)
{
    pjsip_transport_shutdown2(transport, ending != Ending::closed);
    pjsip_transport_dec_ref(transport);
}

}  // namespace sipcore::transport

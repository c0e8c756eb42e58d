// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's life in this process. */
#include "pj/runtime.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <string>

#include "pj/invite_usage.h"
#include "pj/text.h"
#include "sipcore/log.h"

namespace sipcore::pj {

namespace {

/** Octets of released pools that PJSIP keeps for the next ones: what a few messages need at once. More would stay in memory after
 *  a busy hour, and the allocator is quick enough. */
constexpr pj_size_t kept_octets = 256 * 1024;

/** PJSIP's description of this thread; plain memory, so that no destructor keeps the library mapped. */
constinit thread_local pj_thread_desc thread_description = {};
/** The runtime for which this thread was registered; another one later must register it again. */
constinit thread_local unsigned registered_in = 0;
/** Counts the runtimes of this process. */
std::atomic<unsigned> generation{0};

/** PJSIP's numbers for WebSocket; its table of them lives as long as the library. */
WebSocketTypes websockets;

/** Tells PJSIP of a kind of transport, for both families. @return its number, 0 when PJSIP has no room */
int make_type(const char* name, unsigned flags, int port)
{
    int type = 0;
    int type6 = 0;
    if (pjsip_transport_register_type(flags, name, port, &type) != PJ_SUCCESS ||
        pjsip_transport_register_type(flags | PJSIP_TRANSPORT_IPV6, name, port, &type6) != PJ_SUCCESS)
        return 0;
    return type;
}

/** Tells PJSIP of WebSocket, once. */
void make_websocket_types()
{
    if (websockets.plain != 0)
        return;
    websockets.plain = make_type("WS", PJSIP_TRANSPORT_RELIABLE, 80);
    websockets.secure = make_type("WSS", PJSIP_TRANSPORT_RELIABLE | PJSIP_TRANSPORT_SECURE, 443);
}

/** PJSIP's log lines become ours: its errors and warnings are details to us, for peers can cause them. */
void write_log(int level, const char* text, int length)
{
    std::string_view line{text, length > 0 ? static_cast<std::size_t>(length) : 0};
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    if (log::wants(log::Level::debug))
        log::debug("pjsip {}: {}", level, log::printable(line, 512));
}

}  // namespace

WebSocketTypes websocket_types()
{
    return websockets;
}

std::string error_text(pj_status_t status)
{
    std::array<char, PJ_ERR_MSG_SIZE> text;
    auto said = pj_strerror(status, text.data(), text.size());
    return copy(said);
}

void register_thread()
{
    unsigned now = generation.load(std::memory_order_acquire);
    if (registered_in == now)
        return;
    if (!pj_thread_is_registered()) {
        pj_bzero(thread_description, sizeof thread_description);
        pj_thread_t* thread = nullptr;
        pj_thread_register("sip", thread_description, &thread);
    }
    registered_in = now;
}

Outcome<std::unique_ptr<Runtime>> Runtime::start()
{
    std::unique_ptr<Runtime> runtime{new Runtime};
    if (auto status = runtime->bring_up(); status != PJ_SUCCESS)
        return std::unexpected(Failure{"PJSIP does not start: " + error_text(status)});
    return runtime;
}

pj_status_t Runtime::bring_up()
{
    pj_log_set_log_func(&write_log);
    pj_log_set_level(3);
    pj_log_set_decor(PJ_LOG_HAS_SENDER);
    generation.fetch_add(1, std::memory_order_acq_rel);
    if (auto status = pj_init(); status != PJ_SUCCESS)
        return status;
    started_ = true;
    register_thread();
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    pj_srand(static_cast<unsigned>(now.tv_nsec ^ now.tv_sec));
    if (auto status = pjlib_util_init(); status != PJ_SUCCESS)
        return status;
    pj_caching_pool_init(&cache_, &pj_pool_factory_default_policy, kept_octets);
    cache_made_ = true;
    auto* settings = pjsip_cfg();
    settings->endpt.disable_tcp_switch = PJ_TRUE;
    settings->endpt.disable_tls_switch = PJ_TRUE;
    settings->endpt.disable_secure_dlg_check = PJ_TRUE;
    settings->endpt.allow_tx_hash_in_uri = PJ_TRUE;
    settings->endpt.allow_port_in_fromto_hdr = PJ_TRUE;
    settings->endpt.resolve_hostname_to_get_interface = PJ_FALSE;
    settings->tcp.keep_alive_interval = 0;
    settings->tls.keep_alive_interval = 0;
    if (auto status = pjsip_endpt_create(&cache_.factory, "sip", &endpoint_); status != PJ_SUCCESS)
        return status;
    make_websocket_types();
    pjsip_get_status_text(PJSIP_SC_OK);  // fills PJSIP's table of reason phrases while there is one thread
    if (auto* pool = pjsip_endpt_create_pool(endpoint_, "parsers", 1000, 1000)) {
        constant_description(pool);  // makes the parsers ready while there is one thread
        pjsip_endpt_release_pool(endpoint_, pool);
    }
    if (auto status = pjsip_tsx_layer_init_module(endpoint_); status != PJ_SUCCESS)
        return status;
    auto parameters = user_agent_parameters();
    if (auto status = pjsip_ua_init_module(endpoint_, &parameters); status != PJ_SUCCESS)
        return status;
    return init_invite_usage(endpoint_);
}

void set_timers(std::chrono::milliseconds t1)
{
    constexpr unsigned t2 = 4000;
    constexpr unsigned t4 = 5000;
    auto estimate = static_cast<unsigned>(t1.count());
    if (pjsip_cfg()->tsx.t1 != estimate)
        pjsip_tsx_set_timers(estimate, t2, t4, 64 * estimate);
}

void settle_modules(pjsip_endpoint* endpoint)
{
    // PJSIP notes it before it looks for the module at which the message is to begin. This one it does not know, so that it looks no
    // further, not at the message either.
    pjsip_module stranger{};
    pjsip_rx_data nothing{};
    pjsip_process_rdata_param way;
    pjsip_process_rdata_param_default(&way);
    way.silent = PJ_TRUE;
    way.start_mod = &stranger;
    pjsip_endpt_process_rx_data(endpoint, &nothing, &way, nullptr);
}

void use_compact_names(bool on)
{
    pjsip_cfg()->endpt.use_compact_form = on ? PJ_TRUE : PJ_FALSE;
}

Runtime::~Runtime()
{
    if (!started_)
        return;
    register_thread();
    if (endpoint_)
        pjsip_endpt_destroy(endpoint_);
    if (cache_made_)
        pj_caching_pool_destroy(&cache_);
    pj_shutdown();
    pj_log_set_log_func(nullptr);
}

}  // namespace sipcore::pj

// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's callbacks on their way to whoever takes calls. */
#include "pj/invite_usage.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <utility>

#include "pj/guarded.h"
#include "pj/lost_connection.h"
#include "pj/text.h"

namespace sipcore::pj {

namespace {

/** Who is told. */
std::atomic<InviteEvents*> told{nullptr};

/** Runs something for who is told. */
template <class F>
void tell(F&& f)
{
    guarded("call event", [&] {
        if (auto* to = told.load(std::memory_order_acquire))
            f(*to);
    });
}

/** Our usage, asked before PJSIP's own. */
pjsip_module usage = {
    nullptr, nullptr, {const_cast<char*>("sip-session"), 11}, -1, PJSIP_MOD_PRIORITY_DIALOG_USAGE - 1, nullptr, nullptr,
    nullptr, nullptr,
    [](pjsip_rx_data* rdata) -> pj_bool_t {
        auto* dialog = pjsip_rdata_get_dlg(rdata);
        auto* inv = dialog ? pjsip_dlg_get_inv_session(dialog) : nullptr;
        auto* to = told.load(std::memory_order_acquire);
        if (!inv || !to)
            return PJ_FALSE;
        return guarded("call request", pj_bool_t{PJ_FALSE}, [&]() -> pj_bool_t { return to->on_request(inv, rdata); });
    },
    nullptr, nullptr, nullptr, nullptr};

/** Makes messages of a forked dialog take the way that those of the first one take. */
void follow_way(pjsip_dialog* fork, pjsip_dialog* first)
{
    pjsip_dlg_set_transport(fork, &first->tp_sel);
    pjsip_dlg_set_via_sent_by(fork, &first->via_addr, const_cast<pjsip_transport*>(static_cast<const pjsip_transport*>(first->via_tp)));
    auto* route = first->route_set.next;
    auto hide = borrow("hide");
    auto* uri = pj_list_empty(&first->route_set) ? nullptr : static_cast<pjsip_sip_uri*>(pjsip_uri_get_uri(route->name_addr.uri));
    if (uri && pj_list_empty(&fork->route_set) && pjsip_param_find(&uri->other_param, &hide))
        pj_list_push_back(&fork->route_set, pjsip_hdr_clone(fork->pool, route));
}

/** A second 2xx, of another phone: it is acknowledged, and ended at once. @rfc{3261,13.2.2.4} */
pjsip_dialog* end_fork(pjsip_dialog* first, pjsip_rx_data* rdata)
{
    pjsip_dialog* fork = nullptr;
    if (pjsip_dlg_fork(first, rdata, &fork) != PJ_SUCCESS)
        return nullptr;
    pjsip_dlg_inc_lock(fork);
    follow_way(fork, first);
    pjsip_tx_data* message = nullptr;
    if (pjsip_dlg_create_request(fork, pjsip_get_ack_method(), rdata->msg_info.cseq->cseq, &message) == PJ_SUCCESS)
        pjsip_dlg_send_request(fork, message, -1, nullptr);
    auto sent = pjsip_dlg_create_request(fork, pjsip_get_bye_method(), -1, &message);
    if (sent == PJ_SUCCESS)
        sent = pjsip_dlg_send_request(fork, message, -1, nullptr);
    pjsip_dlg_dec_lock(fork);
    return sent == PJ_SUCCESS ? fork : nullptr;
}

/** Which dialog a response of another branch belongs to: the first one until it is answered. */
pjsip_dialog* dialog_of_fork(pjsip_dialog* first, pjsip_rx_data* rdata)
{
    bool second = first->uac_has_2xx && rdata->msg_info.msg->line.status.code / 100 == 2;
    return second ? end_fork(first, rdata) : first;
}

/** PJSIP's callbacks. */
pjsip_inv_callback callbacks()
{
    pjsip_inv_callback cb{};
    cb.on_state_changed = [](pjsip_inv_session* inv, pjsip_event* event) {
        tell([&](InviteEvents& to) { to.on_state(inv, event); });
    };
    cb.on_new_session = [](pjsip_inv_session*, pjsip_event*) {};
    cb.on_tsx_state_changed = [](pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_event* event) {
        end_if_lost(*transaction);
        tell([&](InviteEvents& to) { to.on_transaction(inv, transaction, event); });
    };
    cb.on_send_ack = [](pjsip_inv_session* inv, pjsip_rx_data* rdata) {
        tell([&](InviteEvents& to) { to.on_success(inv, rdata); });
    };
    cb.on_rx_reinvite = [](pjsip_inv_session* inv, const pjmedia_sdp_session*, pjsip_rx_data* rdata) -> pj_status_t {
        tell([&](InviteEvents& to) { to.on_reinvite(inv, rdata); });
        return PJ_SUCCESS;
    };
    return cb;
}

/** Takes reliable provisional responses out of what PJSIP says of itself by itself, and says in their place what all calls can: a call
 *  that has more says so itself. */
void hide_reliability(pjsip_endpoint* endpoint)
{
    auto* all = const_cast<pjsip_hdr*>(pjsip_endpt_get_capability(endpoint, PJSIP_H_SUPPORTED, nullptr));
    auto* supported = static_cast<pjsip_generic_array_hdr*>(static_cast<void*>(all));
    if (!supported)
        return;
    static char replaces[] = "replaces";
    std::ranges::replace_if(std::span{supported->values, supported->count}, [](const pj_str_t& word) { return view(word) == "100rel"; },
                            pj_str(replaces));
}

}  // namespace

pj_status_t init_invite_usage(pjsip_endpoint* endpoint)
{
    auto cb = callbacks();
    if (auto status = pjsip_inv_usage_init(endpoint, &cb); status != PJ_SUCCESS)
        return status;
    // Reliable provisional responses are not offered; PJSIP's sessions want their module all the same.
    if (auto status = pjsip_100rel_init_module(endpoint); status != PJ_SUCCESS)
        return status;
    hide_reliability(endpoint);
    usage.id = -1;
    return pjsip_endpt_register_module(endpoint, &usage);
}

pjsip_ua_init_param user_agent_parameters()
{
    return {[](pjsip_dialog* first, pjsip_rx_data* rdata) -> pjsip_dialog* {
        return guarded("forked call", static_cast<pjsip_dialog*>(nullptr), [&] { return dialog_of_fork(first, rdata); });
    }};
}

void set_invite_events(InviteEvents* events)
{
    told.store(events, std::memory_order_release);
}

int invite_usage_id()
{
    return usage.id;
}

void join_dialog(pjsip_inv_session* inv)
{
    pjsip_dlg_add_usage(inv->dlg, &usage, inv);
}

pjmedia_sdp_session* constant_description(pj_pool_t* pool)
{
    static constexpr std::string_view constant =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n";
    auto text = dup(pool, constant);
    pjmedia_sdp_session* sdp = nullptr;
    return pjmedia_sdp_parse(pool, text.ptr, static_cast<pj_size_t>(text.slen), &sdp) == PJ_SUCCESS ? sdp : nullptr;
}

bool take_for_acknowledged(pjsip_inv_session* inv)
{
    auto* answered = inv->invite_tsx;
    if (!answered || answered->role != PJSIP_ROLE_UAS || answered->status_code / 100 != 2 ||
        (inv->state != PJSIP_INV_STATE_CONNECTING && inv->state != PJSIP_INV_STATE_CONFIRMED))
        return false;
    pjsip_tsx_stop_retransmit(answered);
    pjsip_tsx_terminate_async2(answered, answered->status_code, nullptr, pjsip_cfg()->tsx.td);
    inv->invite_tsx = nullptr;
    if (inv->last_answer)
        pjsip_tx_data_dec_ref(std::exchange(inv->last_answer, nullptr));
    inv->state = PJSIP_INV_STATE_CONFIRMED;
    return true;
}

void settle_negotiation(pjsip_inv_session* inv)
{
    // PJSIP ends a call whose negotiation is not done. What was negotiated here is never sent: every body is ours.
    auto* sdp = constant_description(inv->pool);
    if (!sdp)
        return;
    pjmedia_sdp_neg_create_w_local_offer(inv->pool, sdp, &inv->neg);
    pjmedia_sdp_neg_set_remote_answer(inv->pool, inv->neg, sdp);
    pjmedia_sdp_neg_negotiate(inv->pool, inv->neg, PJ_FALSE);
}

}  // namespace sipcore::pj

// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's callbacks on their way to whoever takes calls. */
#include "pj/invite_usage.h"

#include <atomic>

#include "pj/guarded.h"
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

/** PJSIP's callbacks; forked dialogs are PJSIP's own affair. */
pjsip_inv_callback callbacks()
{
    pjsip_inv_callback cb{};
    cb.on_state_changed = [](pjsip_inv_session* inv, pjsip_event* event) {
        tell([&](InviteEvents& to) { to.on_state(inv, event); });
    };
    cb.on_new_session = [](pjsip_inv_session*, pjsip_event*) {};
    cb.on_tsx_state_changed = [](pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_event* event) {
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

}  // namespace

pj_status_t init_invite_usage(pjsip_endpoint* endpoint)
{
    auto cb = callbacks();
    if (auto status = pjsip_inv_usage_init(endpoint, &cb); status != PJ_SUCCESS)
        return status;
    // Reliable provisional responses are not offered; PJSIP's sessions want their module all the same.
    if (auto status = pjsip_100rel_init_module(endpoint); status != PJ_SUCCESS)
        return status;
    usage.id = -1;
    return pjsip_endpt_register_module(endpoint, &usage);
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

void settle_negotiation(pjsip_inv_session* inv)
{
    // PJSIP ends a call whose negotiation is not done. What was negotiated here is never sent: every body is ours.
    static constexpr std::string_view constant =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n";
    auto text = dup(inv->pool, constant);
    pjmedia_sdp_session* sdp = nullptr;
    if (pjmedia_sdp_parse(inv->pool, text.ptr, static_cast<pj_size_t>(text.slen), &sdp) != PJ_SUCCESS)
        return;
    pjmedia_sdp_neg_create_w_local_offer(inv->pool, sdp, &inv->neg);
    pjmedia_sdp_neg_set_remote_answer(inv->pool, inv->neg, sdp);
    pjmedia_sdp_neg_negotiate(inv->pool, inv->neg, PJ_FALSE);
}

}  // namespace sipcore::pj

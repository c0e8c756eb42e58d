// SPDX-License-Identifier: GPL-2.0-only
/** @file A call's own life: what it is, how it enters PJSIP, how it ends. */
#include "session/call_session.h"

#include <algorithm>
#include <format>

#include "pj/dialog_lock.h"
#include "pj/invite_usage.h"
#include "pj/text.h"
#include "session/headers.h"
#include "session/let_go.h"
#include "session/live_calls.h"
#include "stack/locate.h"
#include "stack/overload.h"
#include "transport/carrier.h"

namespace sipcore::session {

CallSession::CallSession(Beginning beginning)
    : begun_{std::move(beginning)}, strand_{begun_.core.strands().of(begun_.call_id)}
{
    auto first = std::make_shared<SessionSnapshot>();
    first->state = begun_.incoming ? SessionSnapshot::State::incoming : SessionSnapshot::State::calling;
    first->incoming = begun_.incoming;
    first->call_id = begun_.call_id;
    first->remote = begun_.remote;
    first->protocol = begun_.protocol;
    first->secure_signaling =
        begun_.protocol == config::Protocol::tls || begun_.protocol == config::Protocol::wss;
    snapshot_ = std::move(first);
    timer_rules_ = timer_rules(begun_.endpoint ? *begun_.endpoint : begun_.core.config()->guest);
}

CallSession::~CallSession() = default;

void CallSession::set_log_call(log::CallId call)
{
    log_call_.store(call, std::memory_order_release);
}

log::CallId CallSession::log_call() const
{
    return log_call_.load(std::memory_order_acquire);
}

void CallSession::await_host(std::move_only_function<bool()> taken_up)
{
    begun_.core.overload().await_host(std::move(taken_up));
}

std::shared_ptr<const SessionSnapshot> CallSession::snapshot() const
{
    std::lock_guard lock{snapshot_mutex_};
    return snapshot_;
}

void CallSession::update(const std::function<void(SessionSnapshot&)>& change)
{
    auto next = std::make_shared<SessionSnapshot>(*snapshot());
    change(*next);
    std::lock_guard lock{snapshot_mutex_};
    snapshot_ = std::move(next);
}

void CallSession::post(std::move_only_function<void(CallSession&)> step)
{
    strand_.post(log_call(), [self = shared_from_this(), step = std::move(step)]() mutable { step(*self); });
}

void CallSession::adopt(pjsip_inv_session* inv)
{
    inv_ = inv;
    pjsip_inv_add_ref(inv_);
    inv_->mod_data[pj::invite_usage_id()] = this;
    inv_->dlg->add_allow = PJ_FALSE;
    pj::settle_negotiation(inv_);
    pj::join_dialog(inv_);
    pjsip_tpselector selector{};
    selector.type = PJSIP_TPSELECTOR_TRANSPORT;
    selector.u.transport = begun_.core.transport_to(begun_.remote, begun_.protocol);
    if (selector.u.transport)
        pjsip_dlg_set_transport(inv_->dlg, &selector);
    pjsip_host_port sent_by;
    auto local = begun_.core.local_address_to(begun_.remote, begun_.protocol);
    sent_by.host = pj::dup(inv_->dlg->pool, local.ip().text());
    sent_by.port = local.port();
    pjsip_dlg_set_via_sent_by(inv_->dlg, &sent_by, selector.u.transport);
    take_path();
    if (begun_.proxied != endpoint::Proxied::no)
        hide_route(begun_.remote);
    else
        pin_route();
}

namespace {

/** Whether a dialog's route begins with one that is followed and not written down. */
bool begins_hidden(const pjsip_dialog* dialog)
{
    if (pj_list_empty(&dialog->route_set))
        return false;
    const auto* uri = pj::sip_uri(dialog->route_set.next->name_addr.uri);
    auto hidden = pj::borrow("hide");
    return uri && pjsip_param_find(&uri->other_param, &hidden);
}

}  // namespace

void CallSession::take_path()
{
    auto* dialog = inv_->dlg;
    auto name = pj::borrow("Route");
    for (const auto& value : begun_.route) {
        auto text = pj::dup(dialog->pool, value);
        auto* header = pjsip_parse_hdr(dialog->pool, &name, text.ptr, static_cast<pj_size_t>(text.slen), nullptr);
        if (header)
            pj_list_push_back(&dialog->route_set, static_cast<pjsip_route_hdr*>(header));
    }
}

void CallSession::pin_route()
{
    if (begun_.proxied == endpoint::Proxied::always || begun_.pinned || begun_.protocol != config::Protocol::udp)
        hide_route(begun_.remote);
}

void CallSession::hide_route(const SocketAddress& to)
{
    auto* dialog = inv_->dlg;
    bool connected = begun_.protocol != config::Protocol::udp;
    // What a Path or a Record-Route says stands behind a proxy; where there is none, it says where to go.
    bool first_request = begun_.proxied == endpoint::Proxied::first && !answered_;
    bool goes_before = first_request || begun_.proxied == endpoint::Proxied::always;
    if (!pj_list_empty(&dialog->route_set) && (!goes_before || begins_hidden(dialog)))
        return;
    auto* uri = pjsip_sip_uri_create(dialog->pool, PJ_FALSE);
    uri->host = pj::dup(dialog->pool, begun_.host.empty() || to != begun_.remote ? to.ip().text() : begun_.host);
    uri->port = to.port();
    uri->lr_param = 1;
    if (connected)
        uri->transport_param = pj::dup(dialog->pool, via_word(begun_.protocol));
    auto* hide = PJ_POOL_ZALLOC_T(dialog->pool, pjsip_param);
    hide->name = pj::dup(dialog->pool, "hide");
    pj_list_insert_before(&uri->other_param, hide);
    auto* route = pjsip_route_hdr_create(dialog->pool);
    route->name_addr.uri = reinterpret_cast<pjsip_uri*>(uri);
    pj_list_push_front(&dialog->route_set, route);
}

void CallSession::say_abilities(pjsip_tx_data* tdata)
{
    auto methods = begun_.core.methods().names();
    std::string extensions{timer_rules_.mode == config::SessionTimers::refuse ? "replaces" : "replaces, timer"};
    if (begun_.endpoint && begun_.endpoint->reliability != config::Reliability::no) {
        methods.emplace_back("PRACK");
        extensions += ", 100rel";
    }
    state_abilities(tdata, methods, extensions);
}

bool CallSession::take(pjsip_rx_data* rdata, TimerAnswer timer, bool reliable)
{
    timer_answer_ = std::move(timer);
    auto user = escape_user(uri_user(rdata->msg_info.to->uri));
    auto asked = pj::print(rdata->msg_info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
    auto contact = std::format("<{}>", stack::as_secure_as(begun_.core.contact_uri(user, begun_.remote, begun_.protocol), asked));
    auto contact_text = pj::borrow(contact);
    pjsip_dialog* dialog = nullptr;
    if (pjsip_dlg_create_uas_and_inc_lock(pjsip_ua_instance(), rdata, &contact_text, &dialog) != PJ_SUCCESS)
        return false;
    pjsip_inv_session* inv = nullptr;
    auto made = pjsip_inv_create_uas(dialog, rdata, nullptr, reliable ? PJSIP_INV_REQUIRE_100REL : 0, &inv);
    if (made != PJ_SUCCESS) {
        pjsip_dlg_dec_lock(dialog);
        return false;
    }
    adopt(inv);
    note_transaction(pj::copy(inv->invite_tsx->transaction_key));
    pjsip_tx_data* trying = nullptr;
    if (pjsip_inv_initial_answer(inv_, rdata, 100, nullptr, nullptr, &trying) == PJ_SUCCESS)
        pjsip_inv_send_msg(inv_, trying);
    pjsip_dlg_dec_lock(dialog);
    progress_alarm_.set(begun_.core.pj_endpoint(), begun_.times.repeat_progress, shared_from_this(),
                        &CallSession::repeat_progress);
    update([&](SessionSnapshot& s) {
        s.local_tag = pj::copy(dialog->local.info->tag);
        s.remote_tag = pj::copy(dialog->remote.info->tag);
        s.local_uri = pj::print(rdata->msg_info.to->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.remote_uri = pj::print(rdata->msg_info.from->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.headers = read_headers(rdata->msg_info.msg);
        s.user_agent = find_header(s.headers, "User-Agent");
        s.last_message = "Rx: INVITE";
        s.received_from = begun_.remote;
        if (dialog->remote.contact)
            s.remote_contact = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(dialog->remote.contact->uri)));
        s.local_contact = local_contact_of(dialog);
        s.request_uri = pj::print(rdata->msg_info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
        learn_abilities(s, s.headers);
    });
    return true;
}

void CallSession::fail(int status, std::string reason)
{
    Termination termination;
    termination.by = Termination::By::failure;
    termination.status = status;
    termination.reason = std::move(reason);
    finish(termination);
}

bool CallSession::was_not_served(const Termination& termination) const
{
    constexpr int unavailable = 503;
    bool silent = timed_out_ || termination.by == Termination::By::failure || termination.by == Termination::By::timeout;
    return (silent || termination.status == unavailable) && snapshot()->state == SessionSnapshot::State::calling;
}

void CallSession::note_end(Termination termination, std::string transaction)
{
    if (std::exchange(superseded_, false))
        return;     // another INVITE took the place of the one that ended
    if (was_not_served(termination) && try_elsewhere())
        return;
    if (!transaction.empty())
        note_transaction(std::move(transaction));
    if (answered_)
        termination.status = 0;
    if (hanging_up_)
        termination.by = Termination::By::us;
    else if (timed_out_)
        termination.by = Termination::By::timeout;
    if (termination.cancelled && termination.headers.empty()) {
        termination.headers = std::move(cancel_headers_);
        termination.q850_cause = q850_cause(termination.headers);
    }
    finish(termination);
}

void CallSession::finish(const Termination& termination)
{
    if (std::exchange(finished_, true))
        return;
    for (auto* alarm : {&progress_alarm_, &answer_alarm_, &glare_alarm_, &farewell_alarm_, &timer_alarm_})
        alarm->cancel();
    update_answer_.reset();
    asked_.reset();
    release();
    bool told = answered_ && termination.by == Termination::By::peer && !termination.headers.empty();
    update([&](SessionSnapshot& s) {
        s.state = SessionSnapshot::State::terminated;
        if (told)
            s.headers = termination.headers;
        s.timer.reset();
    });
    if (auto listener = std::exchange(listener_, nullptr))
        listener->on_terminated(termination);
    begun_.live->remove(*this);
}

void CallSession::release()
{
    auto* inv = std::exchange(inv_, nullptr);
    if (!inv)
        return;
    {
        pj::DialogLock lock{inv->dlg};
        inv->mod_data[pj::invite_usage_id()] = nullptr;
        pjsip_inv_dec_ref(inv);
    }
    for (const auto& transaction : std::exchange(transactions_, {}))
        let_go(begun_.core, transaction);
}

void CallSession::note_transaction(std::string key)
{
    constexpr std::size_t most = 16;    // those before have ended by themselves, or will
    if (transactions_.size() >= most)
        transactions_.pop_front();
    transactions_.push_back(std::move(key));
}

}  // namespace sipcore::session

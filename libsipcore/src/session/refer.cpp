// SPDX-License-Identifier: GPL-2.0-only
/** @file Sending calls elsewhere: REFER, both ways, and the NOTIFYs that tell what became of it. Phones of the old driver
 *  expect one NOTIFY that ends the subscription at once, so PJSIP's own subscription is not used. @rfc{3515,2.4} */
#include <format>

#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"
#include "sipcore/transfer.h"

namespace sipcore::session {

namespace {

/** What a body that tells the outcome of a REFER is. @rfc{3420,2} */
constexpr std::string_view fragment_type = "message/sipfrag";

/** Puts a text into a message. */
void set_body(pjsip_tx_data* tdata, std::string_view type, std::string_view subtype, std::string_view content)
{
    auto main = pj::borrow(type);
    auto sub = pj::borrow(subtype);
    auto text = pj::borrow(content);
    tdata->msg->body = pjsip_msg_body_create(tdata->pool, &main, &sub, &text);
}

}  // namespace

void CallSession::note_refer(const ReferRequest& request, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: REFER"; });
    if (!inv_)
        return;
    auto verdict = listener_ && !hanging_up_ ? listener_->may_refer(request)
                                             : Result<>{std::unexpected{Error{603, "Declined (No dialog)"}}};
    if (!verdict)
        return answer.send(verdict.error().status, verdict.error().reason);
    answer.send(202, "Accepted");
    listener_->on_refer(request);
}

void CallSession::notify_refer(unsigned id, std::string outcome)
{
    post([id, outcome = std::move(outcome)](CallSession& self) {
        if (!self.inv_ || self.inv_->state == PJSIP_INV_STATE_DISCONNECTED)
            return;
        pj::DialogLock lock{self.inv_->dlg};
        auto* tdata = make_request(self.inv_->dlg, "NOTIFY");
        if (!tdata)
            return;
        add_headers(tdata, {{"Event", std::format("refer;id={}", id)}, {"Subscription-state", "terminated;reason=noresource"}});
        self.say_abilities(tdata);
        set_body(tdata, "message", "sipfrag;version=2.0", std::format("SIP/2.0 {}\r\n", outcome));
        pjsip_dlg_send_request(self.inv_->dlg, tdata, -1, nullptr);
        self.update([](SessionSnapshot& s) { s.last_message = "Tx: NOTIFY"; });
    });
}

void CallSession::refer(std::string refer_to, std::vector<Header> headers)
{
    post([refer_to = std::move(refer_to), headers = std::move(headers)](CallSession& self) {
        constexpr int no_call = 481;
        if (!self.send_refer(refer_to, headers) && self.listener_)
            self.listener_->on_refer_response(no_call);
    });
}

bool CallSession::send_refer(const std::string& refer_to, const std::vector<Header>& headers)
{
    if (!inv_ || hanging_up_ || inv_->state == PJSIP_INV_STATE_DISCONNECTED)
        return false;
    pj::DialogLock lock{inv_->dlg};
    offer_credentials();
    auto* tdata = make_request(inv_->dlg, "REFER");
    if (!tdata)
        return false;
    add_headers(tdata, {{"Refer-To", refer_to}});
    add_headers(tdata, headers);
    say_abilities(tdata);
    refer_challenges_ = 0;
    update([](SessionSnapshot& s) { s.last_message = "Tx: REFER"; });
    return pjsip_dlg_send_request(inv_->dlg, tdata, -1, nullptr) == PJ_SUCCESS;
}

void CallSession::note_refer_response(int status)
{
    bool challenged = status == PJSIP_SC_UNAUTHORIZED || status == PJSIP_SC_PROXY_AUTHENTICATION_REQUIRED;
    if (challenged && can_prove_ && refer_challenges_++ == 0)
        return;     // PJSIP repeats it with credentials
    if (listener_)
        listener_->on_refer_response(status);
}

void CallSession::note_notify(const Body& body, const std::vector<Header>& headers, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: NOTIFY"; });
    if (!inv_)
        return;
    if (!find_header(headers, "Event").starts_with("refer"))
        return answer.send(489, "Bad event");
    if (!body.content_type.starts_with(fragment_type) || body.text.empty())
        return answer.send(400, "Bad request");
    answer.send(200);
    if (listener_)
        listener_->on_refer_notify(status_of_fragment(body.text));
}

void CallSession::tell_party(std::vector<Header> headers)
{
    post([headers = std::move(headers)](CallSession& self) {
        if (!self.inv_ || self.hanging_up_ || self.inv_->state < PJSIP_INV_STATE_EARLY ||
            self.inv_->state == PJSIP_INV_STATE_DISCONNECTED)
            return;
        pj::DialogLock lock{self.inv_->dlg};
        auto* tdata = make_request(self.inv_->dlg, "UPDATE");
        if (!tdata)
            return;
        add_headers(tdata, headers);
        self.say_abilities(tdata);
        pjsip_inv_send_msg(self.inv_, tdata);  // PJSIP's INVITE session follows the UPDATEs that it sent
        self.update([](SessionSnapshot& s) { s.last_message = "Tx: UPDATE"; });
    });
}

}  // namespace sipcore::session

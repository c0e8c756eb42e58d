// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests in a call that change nothing of it: INFO and MESSAGE, both ways. @rfc{6086,4} @rfc{3428,7} */
#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** Puts a body into a message, where it has a type. */
void set_body(pjsip_tx_data* tdata, const Body& body)
{
    std::string_view kind = body.content_type;
    auto slash = kind.find('/');
    if (slash == kind.npos)
        return;
    auto semicolon = std::min(kind.find(';'), kind.size());
    auto type = pj::borrow(kind.substr(0, slash));
    auto subtype = pj::borrow(kind.substr(slash + 1, semicolon - slash - 1));
    auto text = pj::borrow(body.text);
    tdata->msg->body = pjsip_msg_body_create(tdata->pool, &type, &subtype, &text);
    if (semicolon == kind.size() || !tdata->msg->body)
        return;
    auto rest = kind.substr(semicolon + 1);
    auto equals = std::min(rest.find('='), rest.size());
    auto* parameter = PJ_POOL_ZALLOC_T(tdata->pool, pjsip_param);
    parameter->name = pj::dup(tdata->pool, rest.substr(0, equals));
    if (equals < rest.size())
        parameter->value = pj::dup(tdata->pool, rest.substr(equals + 1));
    pj_list_push_back(&tdata->msg->body->content_type.param, parameter);
}

}  // namespace

void CallSession::send_info(Body body, std::vector<Header> headers)
{
    post([body = std::move(body), headers = std::move(headers)](CallSession& self) {
        if (!self.inv_ || self.hanging_up_)
            return;
        pj::DialogLock lock{self.inv_->dlg};
        auto* tdata = make_request(self.inv_->dlg, "INFO");
        if (!tdata)
            return;
        add_headers(tdata, headers);
        set_body(tdata, body);
        pjsip_dlg_send_request(self.inv_->dlg, tdata, -1, nullptr);
        self.update([](SessionSnapshot& s) { s.last_message = "Tx: INFO"; });
    });
}

void CallSession::send_message(Body body)
{
    post([body = std::move(body)](CallSession& self) {
        if (!self.inv_ || self.hanging_up_ || self.inv_->state < PJSIP_INV_STATE_EARLY ||
            self.inv_->state == PJSIP_INV_STATE_DISCONNECTED)
            return;
        pj::DialogLock lock{self.inv_->dlg};
        auto* tdata = make_request(self.inv_->dlg, "MESSAGE");
        if (!tdata)
            return;
        remove_header(tdata, "Contact");
        set_body(tdata, body);
        pjsip_dlg_send_request(self.inv_->dlg, tdata, -1, nullptr);
        self.update([](SessionSnapshot& s) { s.last_message = "Tx: MESSAGE"; });
    });
}

void CallSession::note_message(const Body& body, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: MESSAGE"; });
    if (inv_)
        answer.send(listener_ ? listener_->on_message(body) : 481);
}

}  // namespace sipcore::session

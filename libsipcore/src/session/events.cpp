// SPDX-License-Identifier: GPL-2.0-only
/** @file What happened to a call, told to its listener: on the strand, with no lock held. */
#include <format>

#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** A description out of a message's text: nothing where there is none or it cannot be read. */
std::optional<sdp::Description> read(const std::optional<std::string>& text)
{
    if (!text)
        return std::nullopt;
    auto parsed = sdp::parse(*text);
    if (!parsed) {
        log::warning("Session description not usable: {}", log::printable(parsed.error().reason));
        return std::nullopt;
    }
    return std::move(*parsed);
}

}  // namespace

void CallSession::note_response(int status, std::string reason, std::optional<std::string> sdp, bool initial)
{
    update([&](SessionSnapshot& s) {
        s.last_message = std::format("Rx: {}", status);
        if (initial && status > 100 && status < 200)
            s.state = SessionSnapshot::State::early;
    });
    if (!listener_)
        return;
    if (initial) {
        listener_->on_response(status, reason);
        if (status > 100 && status < 200 && !hanging_up_)
            listener_->on_progress({status, reason, read(sdp)});
        return;
    }
    if (status >= 300 && std::exchange(offering_, false)) {
        listener_->on_reanswered(std::unexpected(Error{status, reason}));
        send_offer();
    }
}

void CallSession::note_success(int cseq, std::optional<std::string> sdp)
{
    if (ack_due_ == cseq || !inv_)
        return;
    ack_due_ = cseq;
    if (hanging_up_) {
        answered_ = true;
        acknowledge(cseq, nullptr);
        return end_in_pjsip();
    }
    auto description = read(sdp);
    bool initial = !std::exchange(answered_, true);
    if (initial) {
        update([](SessionSnapshot& s) { s.state = SessionSnapshot::State::connecting; });
        if (listener_)
            listener_->on_answered({description});
    } else if (std::exchange(offering_, false) && listener_) {
        if (description)
            listener_->on_reanswered(*description);
        else
            listener_->on_reanswered(std::unexpected(Error{488, "no session description"}));
    }
    if (ack_due_)
        acknowledge(cseq, nullptr);
    send_offer();
}

void CallSession::acknowledge(int cseq, const sdp::Description* answer)
{
    ack_due_.reset();
    if (!inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    pin_route();
    pjsip_tx_data* ack = nullptr;
    if (pjsip_inv_create_ack(inv_, cseq, &ack) != PJ_SUCCESS)
        return;
    if (answer)
        set_description(ack, answer);
    pjsip_inv_send_msg(inv_, ack);
    auto* contact = inv_->dlg->remote.contact;
    update([&](SessionSnapshot& s) {
        s.state = SessionSnapshot::State::confirmed;
        s.last_message = "Tx: ACK";
        s.remote_tag = pj::copy(inv_->dlg->remote.info->tag);
        if (contact)
            s.remote_contact = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri)));
    });
}

void CallSession::note_ack(std::optional<std::string> sdp)
{
    bool first = snapshot()->state != SessionSnapshot::State::confirmed;
    update([](SessionSnapshot& s) {
        s.state = SessionSnapshot::State::confirmed;
        s.last_message = "Rx: ACK";
    });
    if (first && listener_ && !hanging_up_)
        listener_->on_confirmed(read(sdp));
    send_offer();
}

void CallSession::note_reinvite(std::optional<std::string> sdp)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: INVITE"; });
    offered_by_them_ = true;
    if (!listener_ || hanging_up_)
        return;
    if (sdp) {
        auto parsed = sdp::parse(*sdp);
        if (!parsed)
            return answer(std::unexpected(parsed.error()));
        return listener_->on_offer(*parsed);
    }
    listener_->on_offer(std::nullopt);
}

void CallSession::note_info(Body body, std::vector<Header> headers, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: INFO"; });
    if (!inv_)
        return;
    answer.send(listener_ ? listener_->on_info(body, headers) : 481);
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file What happened to a call, told to its listener: on the strand, with no lock held. */
#include <algorithm>
#include <format>

#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"
#include "sipcore/identity.h"

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

void CallSession::note_response(int status, std::string reason, std::optional<std::string> sdp, std::vector<Header> headers,
                                bool initial)
{
    if (initial)
        answer_alarm_.cancel();
    if (initial && status > 100 && status < 200)
        update([&](SessionSnapshot& s) {
            s.state = SessionSnapshot::State::early;
            learn_early(s, headers);
        });
    if (initial && status < 200 && std::exchange(cancel_due_, false))
        end_in_pjsip();
    constexpr int interval_too_small = 422;
    if (initial && status == interval_too_small && ask_for_longer(headers))
        return;
    if (!listener_)
        return;
    if (initial) {
        settled_early_ = settled_early_ || (sdp && lists(headers, "Require", "100rel"));
        listener_->on_response(status, reason, headers);
        if (status > 100 && status < 200 && !hanging_up_)
            listener_->on_progress({status, reason, read(sdp), std::move(headers)});
        return;
    }
    bool challenged = status == 401 || status == 407;   // PJSIP proves itself, and the next response tells
    if (status >= 300 && offering_ && !(challenged && inv_ && inv_->invite_tsx))
        take_refusal({status, std::move(reason)}, headers);
}

void CallSession::learn_early(SessionSnapshot& snapshot, const std::vector<Header>& headers) const
{
    learn_abilities(snapshot, headers);
    if (auto agent = find_header(headers, "User-Agent"); !agent.empty())
        snapshot.user_agent = std::move(agent);
    else if (auto server = find_header(headers, "Server"); !server.empty())
        snapshot.user_agent = std::move(server);
    if (!inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    snapshot.received_from = begun_.remote;
    snapshot.remote_tag = pj::copy(inv_->dlg->remote.info->tag);
    if (auto* contact = inv_->dlg->remote.contact)
        snapshot.remote_contact = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri)));
}

void CallSession::take_refusal(const Error& refusal, const std::vector<Header>& headers)
{
    constexpr int request_pending = 491;
    constexpr int interval_too_small = 422;
    constexpr unsigned most_tries = 8;
    auto offer = std::move(*std::exchange(offering_, std::nullopt));
    auto words = refusal.status == interval_too_small ? read_timer(headers) : Result<TimerWords>{};
    if (refusal.status == interval_too_small && words && raise_timer(timer_rules_, *words) && !hanging_up_) {
        if (timer_)
            timer_->interval = std::max(timer_->interval, timer_rules_.least);
        if (inv_ && offer.by == OfferBy::invite) {
            pj::DialogLock lock{inv_->dlg};
            inv_->invite_tsx = nullptr;     // PJSIP leaves a refused one there until it is forgotten, for this status alone
        }
        return offer_again(std::move(offer));
    }
    if (refusal.status != request_pending || offer.tries >= most_tries || hanging_up_) {
        if (listener_)
            listener_->on_reanswered(std::unexpected(refusal));
        return send_offer();
    }
    ++offer.tries;
    if (offers_.empty())
        offers_.push_front(std::move(offer));   // a newer one says what counts now
    auto chance = std::chrono::milliseconds{pj_rand() % std::max<long>(begun_.times.glare_random.count(), 1)};
    auto wait = begun_.incoming ? chance : begun_.times.glare_owner + chance;
    glare_alarm_.set(begun_.core.pj_endpoint(), wait, shared_from_this(), &CallSession::try_offer_again);
}

void CallSession::offer_again(Reoffer offer)
{
    if (offers_.empty())
        offers_.push_front(std::move(offer));   // a newer one says what counts now
    send_offer();
}

void CallSession::try_offer_again()
{
    glare_alarm_.came();
    send_offer();
}

void CallSession::note_success(int cseq, std::optional<std::string> sdp, std::vector<Header> headers)
{
    if (ack_due_ == cseq || !inv_)
        return;
    ack_due_ = cseq;
    answer_alarm_.cancel();
    if (hanging_up_) {
        answered_ = true;
        acknowledge(cseq, nullptr);
        return end_in_pjsip();
    }
    if (!settle_timer(headers)) {
        hanging_up_ = Hangup{};
        answered_ = true;
        acknowledge(cseq, nullptr);
        return end_in_pjsip();
    }
    asked_.reset();
    auto description = read(sdp);
    bool initial = !std::exchange(answered_, true);
    if (initial) {
        update([&](SessionSnapshot& s) {
            s.state = SessionSnapshot::State::connecting;
            learn_early(s, headers);
        });
        if (listener_)
            listener_->on_answered({description, std::move(headers)});
    } else if (offering_ && offering_->by == OfferBy::invite && std::exchange(offering_, std::nullopt) && listener_) {
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
    if (first && inv_) {
        pj::DialogLock lock{inv_->dlg};
        inv_->options &= ~static_cast<unsigned>(PJSIP_INV_REQUIRE_100REL);     // what comes now is no first INVITE's
    }
    if (first && listener_ && !hanging_up_)
        listener_->on_confirmed(read(sdp));
    send_offer();
}

void CallSession::note_reinvite(std::optional<std::string> sdp, std::vector<Header> headers)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: INVITE"; });
    offered_by_them_ = OfferedBy::invite;
    update([&](SessionSnapshot& s) { s.headers = headers; });
    if (!listener_ || hanging_up_)
        return refuse_offer();
    auto timer = answer_timer(headers);
    if (!timer) {
        offered_by_them_ = OfferedBy::nothing;
        return respond(timer.error().status, timer.error().reason, nullptr, timer.error().headers);
    }
    timer_answer_ = std::move(*timer);
    if (sipcore::header_named(headers, "Replaces"))
        return answer(std::unexpected(Error{400, "Bad request"}));
    if (sdp) {
        auto parsed = sdp::parse(*sdp);
        if (!parsed)
            return answer(std::unexpected(parsed.error()));
        return listener_->on_offer(*parsed, headers);
    }
    listener_->on_offer(std::nullopt, headers);
}

void CallSession::note_info(Body body, std::vector<Header> headers, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: INFO"; });
    if (!inv_)
        return;
    answer.send(listener_ ? listener_->on_info(body, headers) : 481);
}

}  // namespace sipcore::session

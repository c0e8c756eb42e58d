// SPDX-License-Identifier: GPL-2.0-only
/** @file What an incoming INVITE is answered with: progress, acceptance, refusal; and what settles a re-INVITE.
 *  @rfc{3261,13.3} */
#include <format>

#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

void CallSession::respond(int status, const std::string& reason, const sdp::Description* description,
                          const std::vector<Header>& headers)
{
    if (!inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    if (!inv_->invite_tsx || !inv_->last_answer)
        return;
    auto phrase = pj::borrow(reason);
    pjsip_tx_data* tdata = nullptr;
    if (pjsip_inv_answer(inv_, status, reason.empty() ? nullptr : &phrase, nullptr, &tdata) != PJ_SUCCESS)
        return;
    if (status / 100 == 2)
        state_abilities(tdata, begun_.core.methods().names());
    add_headers(tdata, headers);
    set_description(tdata, description);
    if (auto sent = pjsip_inv_send_msg(inv_, tdata); sent != PJ_SUCCESS)
        log::warning("Unable to answer {} with {}", begun_.remote.text(), status);
    update([&](SessionSnapshot& s) { s.last_message = std::format("Tx: {}", status); });
}

void CallSession::progress(int status, std::string reason, std::optional<sdp::Description> description)
{
    post([status, reason = std::move(reason), description = std::move(description)](CallSession& self) {
        if (self.final_sent_ || self.hanging_up_ || !self.begun_.incoming || self.answered_)
            return;
        self.respond(status, reason, description ? &*description : nullptr);
        if (status > 100)
            self.update([](SessionSnapshot& s) { s.state = SessionSnapshot::State::early; });
    });
}

void CallSession::accept(sdp::Description description)
{
    post([description = std::move(description)](CallSession& self) {
        if (self.final_sent_ || self.hanging_up_ || !self.begun_.incoming)
            return;
        self.final_sent_ = true;
        self.answered_ = true;
        self.update([](SessionSnapshot& s) { s.state = SessionSnapshot::State::connecting; });
        self.respond(200, "OK", &description);
    });
}

void CallSession::answer(Result<sdp::Description> description)
{
    post([description = std::move(description)](CallSession& self) {
        if (!std::exchange(self.offered_by_them_, false))
            return;
        if (description)
            self.respond(200, "OK", &*description);
        else
            self.respond(description.error().status, description.error().reason, nullptr);
    });
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file What an incoming INVITE is answered with: progress, acceptance, refusal; and what settles a re-INVITE.
 *  @rfc{3261,13.3} */
#include <algorithm>
#include <iterator>

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
    // PJSIP makes each response out of the one before: what was added to that one does not belong to this one.
    for (const auto& name : std::exchange(added_names_, {}))
        remove_header(tdata, name);
    if (status / 100 == 2)
        say_abilities(tdata);
    if (!find_header(headers, "Contact").empty())
        remove_header(tdata, "Contact");
    add_headers(tdata, headers);
    for (const auto& header : headers)
        added_names_.push_back(header.name);
    set_description(tdata, description);
    if (auto sent = pjsip_inv_send_msg(inv_, tdata); sent != PJ_SUCCESS)
        log::warning("Unable to answer {} with {}", begun_.remote.text(), status);
}

void CallSession::progress(int status, std::string reason, std::optional<sdp::Description> description,
                           std::vector<Header> headers)
{
    post([status, reason = std::move(reason), description = std::move(description),
          headers = std::move(headers)](CallSession& self) {
        if (self.final_sent_ || self.hanging_up_ || !self.begun_.incoming || self.answered_)
            return;
        if (status > 100)
            self.progress_alarm_.cancel();
        self.respond(status, reason, description ? &*description : nullptr, headers);
        self.described_early_ = self.described_early_ || description.has_value();
        if (status > 100)
            self.update([](SessionSnapshot& s) { s.state = SessionSnapshot::State::early; });
    });
}

void CallSession::repeat_progress()
{
    progress_alarm_.came();
    if (!final_sent_ && !hanging_up_ && !finished_)
        respond(183, "Session Progress", nullptr);   // from now on PJSIP repeats it
}

void CallSession::accept(sdp::Description description, std::vector<Header> headers)
{
    post([description = std::move(description), headers = std::move(headers)](CallSession& self) {
        if (self.final_sent_ || self.hanging_up_ || !self.begun_.incoming)
            return;
        self.final_sent_ = true;
        self.answered_ = true;
        self.progress_alarm_.cancel();
        self.update([](SessionSnapshot& s) { s.state = SessionSnapshot::State::connecting; });
        auto all = headers;
        std::ranges::move(self.start_timer(), std::back_inserter(all));
        self.respond(200, "OK", &description, all);
    });
}

void CallSession::answer(Result<sdp::Description> description)
{
    post([description = std::move(description)](CallSession& self) {
        auto by = std::exchange(self.offered_by_them_, OfferedBy::nothing);
        if (by == OfferedBy::nothing)
            return;
        auto* answer = description ? &*description : nullptr;
        int status = answer ? PJSIP_SC_OK : description.error().status;
        auto reason = answer ? "OK" : description.error().reason;
        auto headers = answer ? self.start_timer() : std::vector<Header>{};
        if (by == OfferedBy::invite)
            return self.respond(status, reason, answer, headers);
        if (auto waiting = std::exchange(self.update_answer_, nullptr))
            waiting->send(status, reason, headers, answer);
        self.send_offer();
    });
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file One call. Its members are touched on its strand alone; verbs post, PJSIP's callbacks post, and what others may read
 *  at any moment is a snapshot that is replaced. It begins as an INVITE of ours or of theirs, and ends with
 *  `on_terminated`, after which only owners of the pointer know it. */
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "pj/pjsip.h"
#include "session/pending_answer.h"
#include "sipcore/session.h"
#include "stack/core.h"
#include "stack/strand.h"

namespace sipcore::session {

class LiveCalls;

/** What a call is begun with. */
struct Beginning {
    stack::Core& core;                                 ///< the stack
    std::shared_ptr<LiveCalls> live;                   ///< the list that it stands in
    std::string call_id;                               ///< Call-ID
    std::shared_ptr<const config::Endpoint> endpoint;  ///< who it is with; null: nobody configured
    std::shared_ptr<const config::Auth> auth;          ///< what we prove ourselves with; null: nothing
    SocketAddress remote;                              ///< where its messages go
    IpAddress local_address;                           ///< our address towards it
    bool pinned = false;                               ///< messages go to `remote`, whatever the contact says
    bool incoming = false;                             ///< who called whom
    config::Protocol protocol = config::Protocol::udp; ///< what carries its messages
    std::string host{};                                ///< name that a certificate must be for; empty: the address
};

/** One call. */
class CallSession final : public Session, public std::enable_shared_from_this<CallSession> {
public:
    /** Begun, not yet in PJSIP. */
    explicit CallSession(Beginning beginning);
    ~CallSession() override;

    void set_listener(std::shared_ptr<SessionListener> listener) override { listener_ = std::move(listener); }
    void set_log_call(log::CallId call) override;
    void progress(int status, std::string reason, std::optional<sdp::Description> description) override;
    void accept(sdp::Description description) override;
    void hang_up(Hangup hangup) override;
    void reoffer(sdp::Description offer) override;
    void answer(Result<sdp::Description> description) override;
    void send_info(Body body, std::vector<Header> headers) override;
    std::shared_ptr<const SessionSnapshot> snapshot() const override;
    std::shared_ptr<const config::Endpoint> endpoint() const override { return begun_.endpoint; }
    IpAddress local_address() const override { return begun_.local_address; }

    /** Begins our INVITE. On the strand. */
    void invite(OutgoingCall call, const EndpointStatus* status);
    /** Takes theirs: makes dialog and session, sends 100. On the strand. @return false when PJSIP refuses */
    bool take(pjsip_rx_data* rdata);
    /** Its strand. */
    stack::Strand& strand() { return strand_; }
    /** Its number in the host's log. */
    log::CallId log_call() const;
    /** What it was begun with. */
    const Beginning& begun() const { return begun_; }

    /** A response to our INVITE came. */
    void note_response(int status, std::string reason, std::optional<std::string> sdp, bool initial);
    /** 2xx came and wants an ACK. */
    void note_success(int cseq, std::optional<std::string> sdp);
    /** ACK came. */
    void note_ack(std::optional<std::string> sdp);
    /** re-INVITE came. */
    void note_reinvite(std::optional<std::string> sdp);
    /** INFO came. */
    void note_info(Body body, std::vector<Header> headers, PendingAnswer answer);
    /** PJSIP is done with the session. */
    void note_end(Termination termination);
    /** Changes the snapshot. */
    void update(const std::function<void(SessionSnapshot&)>& change);

private:
    /** Posts a step that is done only while the call lives. */
    void post(std::move_only_function<void(CallSession&)> step);
    /** Makes dialog and session of an INVITE of ours. @return PJSIP's status */
    pj_status_t make_uac(const OutgoingCall& call, const EndpointStatus* status);
    /** Takes over a session that PJSIP made. */
    void adopt(pjsip_inv_session* inv);
    /** Sends messages of the dialog where they reach the other side. */
    void pin_route();
    /** Sends a response to the INVITE. */
    void respond(int status, const std::string& reason, const sdp::Description* description,
                 const std::vector<Header>& headers = {});
    /** Sends the ACK that is due. */
    void acknowledge(int cseq, const sdp::Description* answer);
    /** Sends BYE, CANCEL or a final response. */
    void end_in_pjsip();
    /** Sends the next offer that waits, when nothing is under way. */
    void send_offer();
    /** Ends without PJSIP: nothing was sent. */
    void fail(int status, std::string reason);
    /** Tells the end, once. */
    void finish(const Termination& termination);
    /** Lets PJSIP's session go. */
    void release();

    Beginning begun_;
    stack::Strand& strand_;
    std::atomic<log::CallId> log_call_{0};
    std::shared_ptr<SessionListener> listener_;
    pjsip_inv_session* inv_ = nullptr;
    std::optional<Hangup> hanging_up_;
    std::optional<int> ack_due_;
    std::deque<sdp::Description> offers_;
    bool offering_ = false;
    bool answered_ = false;
    bool offered_by_them_ = false;
    bool final_sent_ = false;
    bool finished_ = false;
    mutable std::mutex snapshot_mutex_;
    std::shared_ptr<const SessionSnapshot> snapshot_;
};

}  // namespace sipcore::session

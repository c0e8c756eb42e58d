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
#include <vector>

#include "endpoint/destination.h"
#include "pj/pjsip.h"
#include "session/alarm.h"
#include "session/pending_answer.h"
#include "session/timer.h"
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
    std::string host;                                  ///< name that a certificate must be for; empty: the address
    CallTimes times{};                                 ///< how long things take
    endpoint::Proxied proxied = endpoint::Proxied::no; ///< whether `remote` is a proxy's, and how long its messages go there
    std::vector<std::string> route{};                  ///< values of the Path by which it registered; none: straight. @rfc{3327,5.1}
    bool late_offer = false;                           ///< whether their INVITE had no offer
};

/** An offer of ours inside of a call. */
struct Reoffer {
    sdp::Description description;  ///< what is offered
    std::vector<Header> headers;   ///< of the re-INVITE
    OfferBy by = OfferBy::invite;  ///< what carries it
    unsigned tries = 0;            ///< how often it met one of theirs
    int cseq = 0;                  ///< of the UPDATE under way
};

/** What an offer of theirs came by, while it waits for its answer. */
enum class OfferedBy : std::uint8_t { nothing, invite, update };

/** One call. */
class CallSession final : public Session, public std::enable_shared_from_this<CallSession> {
public:
    /** Begun, not yet in PJSIP. */
    explicit CallSession(Beginning beginning);
    ~CallSession() override;

    void set_listener(std::shared_ptr<SessionListener> listener) override { listener_ = std::move(listener); }
    void set_log_call(log::CallId call) override;
    void await_host(std::move_only_function<bool()> taken_up) override;
    void progress(int status, std::string reason, std::optional<sdp::Description> description,
                  std::vector<Header> headers = {}) override;
    void accept(sdp::Description description, std::vector<Header> headers = {}) override;
    void hang_up(Hangup hangup) override;
    void reoffer(sdp::Description offer, std::vector<Header> headers = {}, OfferBy by = OfferBy::invite) override;
    void answer(Result<sdp::Description> description) override;
    void send_info(Body body, std::vector<Header> headers) override;
    void send_message(Body body) override;
    void notify_refer(unsigned id, std::string outcome) override;
    void refer(std::string refer_to, std::vector<Header> headers) override;
    void tell_party(std::vector<Header> headers) override;
    std::shared_ptr<const SessionSnapshot> snapshot() const override;
    std::shared_ptr<const config::Endpoint> endpoint() const override { return begun_.endpoint; }
    IpAddress local_address() const override { return begun_.local_address; }

    /** Begins our INVITE. On the strand. */
    void invite(OutgoingCall call, const EndpointStatus* status);
    /** Takes theirs: makes dialog and session, sends 100. On the strand.
     *  @param timer what it comes to @param reliable whether it is answered reliably @return false when PJSIP refuses */
    bool take(pjsip_rx_data* rdata, TimerAnswer timer, bool reliable);
    /** Its strand. */
    stack::Strand& strand() { return strand_; }
    /** Its number in the host's log. */
    log::CallId log_call() const;
    /** What it was begun with. */
    const Beginning& begun() const { return begun_; }

    /** A response to our INVITE came. */
    void note_response(int status, std::string reason, std::optional<std::string> sdp, std::vector<Header> headers,
                       bool initial);
    /** 2xx came and wants an ACK. */
    void note_success(int cseq, std::optional<std::string> sdp, std::vector<Header> headers);
    /** ACK came. */
    void note_ack(std::optional<std::string> sdp);
    /** re-INVITE came. */
    void note_reinvite(std::optional<std::string> sdp, std::vector<Header> headers);
    /** A request came within the call, in a transaction that PJSIP names so. */
    void note_transaction(std::string key);
    /** CANCEL came, which the final response follows. */
    void note_cancel(std::vector<Header> headers) { cancel_headers_ = std::move(headers); }
    /** INFO came. */
    void note_info(Body body, std::vector<Header> headers, PendingAnswer answer);
    /** MESSAGE came. */
    void note_message(const Body& body, PendingAnswer answer);
    /** REFER came. */
    void note_refer(const ReferRequest& request, PendingAnswer answer);
    /** A final response to our REFER came. */
    void note_refer_response(int status);
    /** NOTIFY came. */
    void note_notify(const Body& body, const std::vector<Header>& headers, PendingAnswer answer);
    /** UPDATE came, with an offer or without. */
    void note_update(std::optional<std::string> sdp, const std::vector<Header>& headers, PendingAnswer answer);
    /** A final response to an UPDATE of ours came, or none. */
    void note_update_response(int cseq, Error result, std::optional<std::string> sdp, const std::vector<Header>& headers);
    /** PRACK came, perhaps with the answer to our offer. */
    void note_prack(const std::optional<std::string>& sdp);
    /** PJSIP is done with the session. @param transaction PJSIP's name of the transaction that ended it; empty: none did */
    void note_end(Termination termination, std::string transaction = {});
    /** Changes the snapshot. */
    void update(const std::function<void(SessionSnapshot&)>& change);

private:
    /** Posts a step that is done only while the call lives. */
    void post(std::move_only_function<void(CallSession&)> step);
    /** Makes dialog and session of an INVITE of ours. @return PJSIP's status */
    pj_status_t make_uac(const OutgoingCall& call, const EndpointStatus* status);
    /** Makes the INVITE of ours that such a session sends. @return PJSIP's status */
    pj_status_t send_invite(const OutgoingCall& call);
    /** Our INVITE was refused for its session timer: asks for a longer one. @return false when there is nothing to be tried
     *  @rfc{4028,7.3} */
    bool ask_for_longer(const std::vector<Header>& headers);
    /** Adds to a message what we can do on this call. */
    void say_abilities(pjsip_tx_data* tdata);
    /** Begins the session timer anew, or ends it. @rfc{4028,10} */
    void run_timer(const std::optional<Timer>& timer);
    /** The session timer wants something. */
    void timer_came();
    /** What a 2xx of theirs says of session timers is put in force. @return false when the call must not go on so */
    bool settle_timer(const std::vector<Header>& headers);
    /** What a request of theirs says of session timers. @return what its 2xx says; otherwise the refusal */
    std::expected<TimerAnswer, TimerRefusal> answer_timer(const std::vector<Header>& headers) const;
    /** The headers of the 2xx that is being sent; its timer runs from now on. */
    std::vector<Header> start_timer();
    /** Why an offer of theirs by UPDATE cannot be taken now; nothing when it can. @rfc{3311,5.2} */
    std::optional<Error> obstacle() const;
    /** Sends an offer by UPDATE. The dialog's lock is held. */
    bool send_update(Reoffer& offer);
    /** Sends an offer by re-INVITE. The dialog's lock is held. */
    bool send_reinvite(Reoffer& offer);
    /** Whether the other side takes UPDATE. */
    bool takes_update() const;
    /** An offer of ours is tried again as it is changed. */
    void offer_again(Reoffer offer);
    /** Takes over a session that PJSIP made. */
    void adopt(pjsip_inv_session* inv);
    /** Lets messages go the way of the Path by which it registered. @rfc{3327,5.1} @option{supportpath} */
    void take_path();
    /** Whether a call of ours ended since nobody served it where it was sent. @rfc{3263,4.3} */
    bool was_not_served(const Termination& termination) const;
    /** Sends the INVITE to the next of the places that DNS named, in a dialog of its own. @return whether there is one */
    bool try_elsewhere();
    /** Sends messages of the dialog where they reach the other side. */
    void pin_route();
    /** Puts a route of ours in front, which nobody sees, to where the other side is. */
    void hide_route(const SocketAddress& to);
    /** Sends a response to the INVITE; its headers are of this response alone. */
    void respond(int status, const std::string& reason, const sdp::Description* description,
                 const std::vector<Header>& headers = {});
    /** Sends the ACK that is due. */
    void acknowledge(int cseq, const sdp::Description* answer);
    /** An offer of theirs that waits for its answer gets none any more. */
    void refuse_offer();
    /** Sends the final response to an INVITE that is not taken. */
    void refuse();
    /** Sends BYE, CANCEL or a final response. */
    void end_in_pjsip();
    /** Sends the next offer that waits, when nothing is under way. */
    void send_offer();
    /** An offer of ours was refused: tries again after a while, where it met one of theirs, or gives up. @rfc{3261,14.1} */
    void take_refusal(const Error& refusal, const std::vector<Header>& headers);
    /** The wait after a glare is over. */
    void try_offer_again();
    /** Nothing but 100 was sent for long: says that it goes on. @rfc{3261,13.3.1.1} */
    void repeat_progress();
    /** No response to our INVITE came at all. @rfc{3261,17.1.1.2} */
    void give_up();
    /** Notes what a response of the other side tells of it. */
    void learn_early(SessionSnapshot& snapshot, const std::vector<Header>& headers) const;
    /** The other side had time to hang up, and did not. */
    void end_patience();
    /** Sends our REFER. @return false when that is not possible */
    bool send_refer(const std::string& refer_to, const std::vector<Header>& headers);
    /** Gives the dialog of a call that came what we prove ourselves with, once. */
    void offer_credentials();
    /** Ends without PJSIP: nothing was sent. */
    void fail(int status, std::string reason);
    /** Tells the end, once. */
    void finish(const Termination& termination);
    /** Lets PJSIP's session go, and those of its transactions that only wait for repetitions. */
    void release();

    Beginning begun_;
    stack::Strand& strand_;
    std::atomic<log::CallId> log_call_{0};
    std::shared_ptr<SessionListener> listener_;
    pjsip_inv_session* inv_ = nullptr;
    std::optional<Hangup> hanging_up_;
    std::optional<int> ack_due_;
    std::deque<Reoffer> offers_;
    std::optional<Reoffer> offering_;
    unsigned offers_sent_ = 0;
    std::deque<std::string> transactions_;  // of their INVITE and of the latest requests in the call, as PJSIP names them
    std::vector<std::string> added_names_;
    std::vector<Header> cancel_headers_;
    SocketAddress via_;
    Alarm progress_alarm_;
    Alarm answer_alarm_;
    Alarm glare_alarm_;
    Alarm farewell_alarm_;
    Alarm timer_alarm_;
    TimerRules timer_rules_;
    std::optional<Timer> timer_;
    std::optional<TimerAnswer> timer_answer_;       // what the request that is being answered comes to
    std::unique_ptr<OutgoingCall> asked_;           // what our INVITE said, until it is answered
    std::unique_ptr<PendingAnswer> update_answer_;  // of the offer by UPDATE that waits
    int least_cseq_ = 0;
    unsigned offering_tries_ = 0;       // how often a session timer was refused
    bool superseded_ = false;
    bool refresh_unanswered_ = false;
    bool update_refused_ = false;
    bool described_early_ = false;
    bool settled_early_ = false;
    unsigned refer_challenges_ = 0;
    bool can_prove_ = false;
    bool cancel_due_ = false;
    bool timed_out_ = false;
    bool answered_ = false;
    OfferedBy offered_by_them_ = OfferedBy::nothing;
    bool final_sent_ = false;
    bool finished_ = false;
    mutable std::mutex snapshot_mutex_;
    std::shared_ptr<const SessionSnapshot> snapshot_;
};

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls: an INVITE usage as an object with verbs that may be called from any thread, and the interfaces by which
 *  it tells what happened. Verbs post to the call's strand and return at once; events come on that strand. Whoever holds
 *  a lock that an event needs may therefore call any verb. @rfc{3261,13} */
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"
#include "sipcore/export.h"
#include "sipcore/header.h"
#include "sipcore/log.h"
#include "sipcore/result.h"
#include "sipcore/sdp.h"
#include "sipcore/stack.h"

namespace sipcore {

/** A body that is no session description. */
struct Body {
    std::string content_type;  ///< `application/dtmf-relay`
    std::string text;          ///< its octets
};

/** A party as From, To or an identity header names it. */
struct Party {
    std::string name;    ///< display name, unquoted
    std::string user;    ///< user part, decoded
    std::string host;    ///< host part
};

/** A session timer as it runs. @rfc{4028} */
struct SessionTimer {
    std::chrono::seconds interval{0};  ///< after so long without a refresh the call ends
    std::chrono::seconds least{0};     ///< what we take at least
    bool ours = false;                 ///< whether we refresh
    bool told = true;                  ///< whether the other side knows of it
};

/** What stands of a call, to be read under any lock: replaced by the strand, never changed. */
struct SessionSnapshot {
    /** How far the call is. */
    enum class State : std::uint8_t { calling, incoming, early, connecting, confirmed, terminated };
    State state = State::calling;   ///< now
    bool incoming = false;          ///< who called whom
    std::string call_id;            ///< Call-ID
    std::string local_tag;          ///< our tag
    std::string remote_tag;         ///< theirs; empty while unknown
    std::string local_uri;          ///< From or To of ours
    std::string remote_uri;         ///< theirs
    std::string remote_contact;     ///< their Contact's URI
    std::string contact_header;     ///< their Contact as their first message had it
    std::optional<std::string> allow;  ///< Allow of their first message; nothing without one
    std::string local_contact;      ///< our Contact's URI
    std::string request_uri;        ///< of the request whose headers are kept
    std::string user_agent;         ///< their User-Agent or Server
    std::string last_message;       ///< the last message of the call, as `sip show channels` shows it (`Rx: ACK`)
    SocketAddress remote;           ///< where its messages go
    config::Protocol protocol = config::Protocol::udp;  ///< what carries them
    SocketAddress received_from;    ///< where they come from
    std::vector<Header> headers;    ///< of the last INVITE either way, or of the BYE that ended it
    bool secure_signaling = false;  ///< whether every hop that we know is TLS
    std::optional<SessionTimer> timer;  ///< its session timer, if one runs
};

/** An INVITE that may become a call. */
struct IncomingCall {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< who calls; null: a guest
    std::string user;              ///< user part of the Request-URI, decoded; of a tel URI its number; may be empty
    std::string raw_user;          ///< the same as written
    std::string domain;            ///< host of the Request-URI; empty for a tel URI
    std::string phone_context;     ///< where a number of the Request-URI counts. @rfc{3966,5.1.5}
    std::string request_uri;       ///< as written
    Party from;                    ///< as From says
    std::string contact_uri;       ///< their Contact's URI
    std::string user_agent;        ///< their User-Agent
    SocketAddress source;          ///< where it came from
    IpAddress local_address;       ///< our address towards them, for SDP
    bool behind_nat = false;       ///< whether it came from another address than its Via says
    std::optional<sdp::Description> offer;  ///< none: they want ours
};

/** An 18x: with a description media may begin. */
struct Progress {
    int status = 180;                        ///< 101 to 199
    std::string reason;                      ///< phrase
    std::optional<sdp::Description> answer;  ///< if it had one
    std::vector<Header> headers;             ///< its headers, without those that every message has
};

/** A 2xx. */
struct Answered {
    std::optional<sdp::Description> answer;  ///< if it had one
    std::vector<Header> headers;             ///< its headers, without those that every message has
};

/** How a call ended. */
struct Termination {
    /** Who ended it. */
    enum class By : std::uint8_t {
        us,       ///< a verb of ours
        peer,     ///< BYE, CANCEL or a final response
        timeout,  ///< no answer, no ACK, or a timer
        failure,  ///< it could not be sent
    };
    By by = By::peer;                 ///< who
    bool cancelled = false;           ///< whether it was a CANCEL
    int status = 0;                   ///< final status of the INVITE; 0 when it was answered with 2xx
    std::string reason;               ///< its phrase
    std::optional<int> q850_cause;    ///< of a Reason header. @rfc{3326,2}
    std::vector<Header> headers;      ///< of the message that ended it
};

/** What a hang-up says. */
struct Hangup {
    int status = 603;              ///< final status while an incoming call is unanswered, 300 to 699
    std::string reason;            ///< its phrase; empty: the usual one
    std::vector<Header> headers;   ///< added to the final response, BYE or CANCEL
    std::chrono::milliseconds patience{0};  ///< how long a call that is up waits for the other side's BYE first
};

/** A REFER that came. */
struct ReferRequest {
    unsigned id = 0;              ///< its CSeq, by which its outcome is told
    std::vector<Header> headers;  ///< all of it
};

/** What happens to a call. Called on its strand; no lock of the library is held. */
class SessionListener {
public:
    virtual ~SessionListener() = default;
    /** 18x of an outgoing call. */
    virtual void on_progress(const Progress& progress) = 0;
    /** 2xx of an outgoing call; the ACK goes out after this returns. */
    virtual void on_answered(const Answered& answered) = 0;
    /** The ACK of an incoming call came; with the answer to our offer where the INVITE had none. */
    virtual void on_confirmed(const std::optional<sdp::Description>& answer) = 0;
    /** re-INVITE or UPDATE, with its headers: to be settled by `Session::answer`; none: they want our offer. */
    virtual void on_offer(const std::optional<sdp::Description>& offer, const std::vector<Header>& headers) = 0;
    /** The session timer wants a refresh: `Session::reoffer` with what was last described. @rfc{4028,10} */
    virtual void on_refresh_due() {}
    /** The other side did not refresh the session, or does not answer ours: the call is to be ended. @rfc{4028,10} */
    virtual void on_session_expired() {}
    /** What our re-INVITE or UPDATE came to. */
    virtual void on_reanswered(const Result<sdp::Description>& answer) = 0;
    /** INFO came. @return the status of its response, 200 to 699 */
    virtual int on_info(const Body& body, const std::vector<Header>& headers) = 0;
    /** MESSAGE came. @return the status of its response, 200 to 699. @rfc{3428,7} */
    virtual int on_message(const Body& body) { (void)body; return 415; }
    /** A response of any kind to the first INVITE, before the event that it means; its headers without those that every
     *  message has. */
    virtual void on_response(int status, const std::string& reason, const std::vector<Header>& headers) = 0;
    /** REFER came. @return whether it is followed: 202 then, and `on_refer`; otherwise the refusal. @rfc{3515,2.4.2} */
    virtual Result<> may_refer(const ReferRequest&) { return std::unexpected(Error{603, "Declined (No dialog)"}); }
    /** A REFER that is followed was accepted; its outcome is told by `Session::notify_refer`. */
    virtual void on_refer(const ReferRequest&) {}
    /** A final response to our REFER came. */
    virtual void on_refer_response(int status) { (void)status; }
    /** NOTIFY about our REFER came. @param status of its fragment; nothing when that cannot be read */
    virtual void on_refer_notify(std::optional<int> status) { (void)status; }
    /** UPDATE without an offer came, which tells who the other side is now. */
    virtual void on_update(const std::vector<Header>& headers) { (void)headers; }
    /** It is over; the last event. */
    virtual void on_terminated(const Termination& termination) = 0;
};

/** What carries an offer inside of a call. */
enum class OfferBy : std::uint8_t {
    invite,  ///< re-INVITE
    update,  ///< UPDATE where the other side takes it, otherwise re-INVITE. @rfc{3311,5.1}
};

/** One call. Made by `Calls`; lives until `on_terminated` and the last owner is gone. */
class SIPCORE_API Session {
public:
    virtual ~Session() = default;
    /** Who is told; kept until the end. To be called before `on_invite` returns. @threads the strand */
    virtual void set_listener(std::shared_ptr<SessionListener> listener) = 0;
    /** The call's number in the host's log; lines of its strand carry it. @threads any */
    virtual void set_log_call(log::CallId call) = 0;
    /**
     * The host is to take the call up from now on: to run its dialplan, or whatever it does. While calls wait for that too long,
     * new ones are turned away.
     * @param taken_up  tells, in any thread, under no lock and without waiting, whether it has; asked until it has
     * @threads the strand
     */
    virtual void await_host(std::move_only_function<bool()> taken_up) = 0;
    /** Provisional response to an incoming call: 100 to 199, with a description or without; `headers` are of this response
     *  alone. @threads any */
    virtual void progress(int status, std::string reason, std::optional<sdp::Description> description,
                          std::vector<Header> headers = {}) = 0;
    /** 200 to an incoming call: our answer, or our offer where the INVITE had none. @threads any */
    virtual void accept(sdp::Description description, std::vector<Header> headers = {}) = 0;
    /** Ends the call as its state wants: final response, CANCEL or BYE. Again: nothing. @threads any */
    virtual void hang_up(Hangup hangup) = 0;
    /** Offers anew; waits while another offer is under way, and is tried again when it met one of theirs (491).
     *  @threads any @rfc{3261,14.1} */
    virtual void reoffer(sdp::Description offer, std::vector<Header> headers = {}, OfferBy by = OfferBy::invite) = 0;
    /** Settles `on_offer`: a description (200), or the refusal. @threads any */
    virtual void answer(Result<sdp::Description> description) = 0;
    /** Sends INFO. @threads any @rfc{6086,4} */
    virtual void send_info(Body body, std::vector<Header> headers) = 0;
    /** Sends MESSAGE. @threads any @rfc{3428,8} */
    virtual void send_message(Body body) = 0;
    /** Tells what became of a REFER, and ends its subscription. @param outcome status and phrase @threads any
     *  @rfc{3515,2.4.4} */
    virtual void notify_refer(unsigned id, std::string outcome) = 0;
    /** Asks the other side to call somebody else. @param refer_to value of Refer-To @param headers added @threads any
     *  @rfc{3515,2.1} */
    virtual void refer(std::string refer_to, std::vector<Header> headers) = 0;
    /** Sends UPDATE without an offer, with headers that say who is here now. @threads any @rfc{3311,5.1} */
    virtual void tell_party(std::vector<Header> headers) = 0;
    /** What stands now; never null. @threads any, under any lock */
    virtual std::shared_ptr<const SessionSnapshot> snapshot() const = 0;
    /** Who it is with; null: a guest, or a host without an endpoint. @threads any */
    virtual std::shared_ptr<const config::Endpoint> endpoint() const = 0;
    /** Our address towards the other side, for SDP. @threads any */
    virtual IpAddress local_address() const = 0;
};

/** A call to be made. */
struct OutgoingCall {
    std::string endpoint;                    ///< name of an endpoint; empty: `host` is a host
    std::string host;                        ///< without an endpoint: host, with `port`
    std::uint16_t port = 0;                  ///< 0: the usual one
    std::string user;                        ///< user part of the Request-URI; empty with an endpoint: its contact
    std::string request_uri;                 ///< the Request-URI as a whole; empty: of its parts
    std::string uri_parameters;              ///< behind the Request-URI's port (`;user=phone`), none for a contact
    SocketAddress via;                       ///< where it is sent instead of where its URI leads, until it is answered
    config::Protocol via_protocol = config::Protocol::udp;  ///< over what it is sent there
    std::string via_name;                    ///< the name that a certificate there must be for; empty: the address
    bool via_always = false;                 ///< what follows in the dialog goes there too
    std::vector<SocketAddress> via_others;   ///< where else, in order, when that place is silent or serves nobody. @rfc{3263,4.3}
    Party from;                              ///< the caller; empty parts take the endpoint's and the global ones
    Party to;                                ///< parts of To that differ from the Request-URI
    std::string to_parameters;               ///< `name[=value]` behind the URI of To
    std::shared_ptr<const config::Auth> auth;  ///< answers challenges in place of the endpoint's; null: those
    std::optional<unsigned> max_forwards;    ///< Max-Forwards, 0 to 255; nothing: the endpoint's. @rfc{3261,8.1.1.6}
    std::vector<Header> headers;             ///< added to the INVITE
    std::optional<sdp::Description> offer;   ///< none: the other side offers
    log::CallId log_call = 0;                ///< the call's number in the host's log
};

/** Somewhere that a call could go. */
struct CallTarget {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< null: a host without one
    SocketAddress remote;                    ///< where the INVITE will go
    IpAddress local_address;                 ///< our address towards it, for SDP
    bool behind_nat = false;                 ///< whether it registered from another address than its contact says
    config::Protocol protocol = config::Protocol::udp;  ///< what will carry it
    std::string name;                        ///< the name that its certificate must be for; empty: its address
    bool proxied = false;                    ///< whether `remote` is that of an outbound proxy. @option{outboundproxy}
};

/** Times of calls that tests turn. */
struct CallTimes {
    std::chrono::milliseconds repeat_progress{60000};   ///< a call that only got 100 gets 183 after this. @rfc{3261,13.3.1.1}
    std::chrono::milliseconds glare_owner{2100};        ///< wait after 491 of who owns the Call-ID. @rfc{3261,14.1}
    std::chrono::milliseconds glare_random{2000};       ///< what chance adds to that, and all that the other side waits
    std::chrono::milliseconds timer_second{1000};       ///< how long a second of session timers takes. @rfc{4028,10}
};

/** Takes incoming calls: implemented by the host's module. Called on the call's strand. */
class CallHandler {
public:
    virtual ~CallHandler() = default;
    /**
     * An INVITE came that its endpoint has proved (or a guest's, where they are allowed). The handler sets a listener and
     * answers by verbs, at once or later; 100 has been sent.
     */
    virtual void on_invite(std::shared_ptr<Session> session, const IncomingCall& call) = 0;
};

/** The feature of INVITE, ACK, CANCEL, BYE and INFO, and of MESSAGE in calls. Without it INVITE gets 405. */
class SIPCORE_API Calls {
public:
    /**
     * Turns calls on.
     * @param stack    must outlive it
     * @param handler  takes incoming calls; must outlive it
     * @param times    how long things take
     * @return the feature; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it refuses new calls, ends those there are, and waits until no strand works for one
     */
    static Outcome<std::unique_ptr<Calls>> create(Stack& stack, CallHandler& handler, CallTimes times = {});
    virtual ~Calls() = default;
    /**
     * Where a call would go.
     * @return Error{404} for no such endpoint or host, Error{480} for an endpoint that is not registered, not reachable or
     *         lagged, and while nobody knows where the outbound proxy is
     * @threads any; does not block: a host must be numeric, or there is an outbound proxy for it
     */
    virtual Result<CallTarget> target(const std::string& endpoint, const std::string& host, std::uint16_t port) = 0;
    /**
     * Makes a call. Returns at once; what becomes of it comes as events.
     * @param call      where to, and what it offers
     * @param listener  is told; kept until the end
     * @return the call; Error as `target` gives
     * @threads any, under any lock
     */
    virtual Result<std::shared_ptr<Session>> invite(OutgoingCall call, std::shared_ptr<SessionListener> listener) = 0;
    /** Our address towards another, for SDP. @threads any */
    virtual IpAddress local_address_to(const SocketAddress& remote, config::Protocol protocol) const = 0;
    /** All calls that stand. @threads any */
    virtual std::vector<std::shared_ptr<const SessionSnapshot>> snapshot() const = 0;
};

}  // namespace sipcore

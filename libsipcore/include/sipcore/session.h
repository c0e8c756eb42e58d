// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls: an INVITE usage as an object with verbs that may be called from any thread, and the interfaces by which
 *  it tells what happened. Verbs post to the call's strand and return at once; events come on that strand. Whoever holds
 *  a lock that an event needs may therefore call any verb. @rfc{3261,13} */
#pragma once

#include <chrono>
#include <cstdint>
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
#include "sipcore/log.h"
#include "sipcore/result.h"
#include "sipcore/sdp.h"
#include "sipcore/stack.h"

namespace sipcore {

/** A header as it stands in a message. */
struct Header {
    std::string name;   ///< as written, compact forms expanded
    std::string value;  ///< as written, unfolded

    /** Equal in both. */
    bool operator==(const Header&) const = default;
};

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
    std::string user_agent;         ///< their User-Agent or Server
    std::string last_message;       ///< the last message of the call, as `sip show channels` shows it (`Rx: ACK`)
    SocketAddress remote;           ///< where its messages go
    SocketAddress received_from;    ///< where they come from
    std::vector<Header> headers;    ///< of the initial INVITE
    bool secure_signaling = false;  ///< whether every hop that we know is TLS
};

/** An INVITE that may become a call. */
struct IncomingCall {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< who calls; null: a guest
    std::string user;              ///< user part of the Request-URI, decoded; may be empty
    std::string raw_user;          ///< the same as written
    std::string domain;            ///< host of the Request-URI
    std::string request_uri;       ///< as written
    Party from;                    ///< as From says
    std::string contact_uri;       ///< their Contact's URI
    std::string user_agent;        ///< their User-Agent
    SocketAddress source;          ///< where it came from
    IpAddress local_address;       ///< our address towards them, for SDP
    std::optional<sdp::Description> offer;  ///< none: they want ours
};

/** An 18x: with a description media may begin. */
struct Progress {
    int status = 180;                        ///< 101 to 199
    std::string reason;                      ///< phrase
    std::optional<sdp::Description> answer;  ///< if it had one
};

/** A 2xx. */
struct Answered {
    std::optional<sdp::Description> answer;  ///< if it had one
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
    /** re-INVITE or UPDATE: to be settled by `Session::answer`; none: they want our offer. */
    virtual void on_offer(const std::optional<sdp::Description>& offer) = 0;
    /** What our re-INVITE came to. */
    virtual void on_reanswered(const Result<sdp::Description>& answer) = 0;
    /** INFO came. @return the status of its response, 200 to 699 */
    virtual int on_info(const Body& body, const std::vector<Header>& headers) = 0;
    /** A response of any kind to the INVITE, before the event that it means. */
    virtual void on_response(int status, const std::string& reason) = 0;
    /** It is over; the last event. */
    virtual void on_terminated(const Termination& termination) = 0;
};

/** One call. Made by `Calls`; lives until `on_terminated` and the last owner is gone. */
class SIPCORE_API Session {
public:
    virtual ~Session() = default;
    /** Who is told; kept until the end. To be called before `on_invite` returns. @threads the strand */
    virtual void set_listener(std::shared_ptr<SessionListener> listener) = 0;
    /** The call's number in the host's log; lines of its strand carry it. @threads any */
    virtual void set_log_call(log::CallId call) = 0;
    /** Provisional response to an incoming call: 100 to 199, with a description or without. @threads any */
    virtual void progress(int status, std::string reason, std::optional<sdp::Description> description) = 0;
    /** 200 to an incoming call: our answer, or our offer where the INVITE had none. @threads any */
    virtual void accept(sdp::Description description) = 0;
    /** Ends the call as its state wants: final response, CANCEL or BYE. Again: nothing. @threads any */
    virtual void hang_up(Hangup hangup) = 0;
    /** re-INVITE with an offer; waits while another is under way. @threads any @rfc{3261,14} */
    virtual void reoffer(sdp::Description offer) = 0;
    /** Settles `on_offer`: a description (200), or the refusal. @threads any */
    virtual void answer(Result<sdp::Description> description) = 0;
    /** Sends INFO. @threads any @rfc{6086,4} */
    virtual void send_info(Body body, std::vector<Header> headers) = 0;
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
    Party from;                              ///< the caller; empty parts take the endpoint's and the global ones
    std::vector<Header> headers;             ///< added to the INVITE
    std::optional<sdp::Description> offer;   ///< none: the other side offers
    log::CallId log_call = 0;                ///< the call's number in the host's log
};

/** Somewhere that a call could go. */
struct CallTarget {
    std::shared_ptr<const config::Endpoint> endpoint;  ///< null: a host without one
    SocketAddress remote;                    ///< where the INVITE will go
    IpAddress local_address;                 ///< our address towards it, for SDP
    config::Protocol protocol = config::Protocol::udp;  ///< what will carry it
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

/** The feature of INVITE, ACK, CANCEL, BYE and INFO. Without it INVITE gets 405. */
class SIPCORE_API Calls {
public:
    /**
     * Turns calls on.
     * @param stack    must outlive it
     * @param handler  takes incoming calls; must outlive it
     * @return the feature; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it refuses new calls, ends those there are, and waits until no strand works for one
     */
    static Outcome<std::unique_ptr<Calls>> create(Stack& stack, CallHandler& handler);
    virtual ~Calls() = default;
    /**
     * Where a call would go.
     * @return Error{404} for no such endpoint or host, Error{480} for an endpoint that is not registered, not reachable or
     *         lagged
     * @threads any; does not block: a host must be numeric or already known
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
    /** All calls that stand. @threads any */
    virtual std::vector<std::shared_ptr<const SessionSnapshot>> snapshot() const = 0;
};

}  // namespace sipcore

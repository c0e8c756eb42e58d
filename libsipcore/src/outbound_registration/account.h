// SPDX-License-Identifier: GPL-2.0-only
/** @file One registration of ours: it sends what decide.h says, and keeps Call-ID, From tag and CSeq for its life. */
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "outbound_registration/decide.h"
#include "sipcore/outbound_registration.h"
#include "stack/challenge_answer.h"
#include "stack/core.h"

namespace sipcore::outbound_registration {

/** Who is told; closed when the feature goes. */
struct Audience {
    std::mutex mutex;                ///< held while somebody is told
    RegistrationObserver* observer;  ///< null: nobody
};

/** One registration. Made by the feature, which tells it to leave when it is no longer wanted; lives until its last request
 *  was answered. Its members are touched on its strand alone; `state` is for all. */
class Account : public std::enable_shared_from_this<Account> {
public:
    /** Nothing is sent before `start`. */
    Account(stack::Core& core, config::OutboundRegistration account, std::shared_ptr<Audience> audience);

    /** Begins, or begins anew, after a while. @threads any */
    void start(std::chrono::milliseconds delay);
    /** Takes back what stands, and does nothing more. @threads any */
    void leave();
    /** What it was made from. */
    const config::OutboundRegistration& account() const { return *account_; }
    /** How it stands. @threads any */
    RegistrationState state() const;

private:
    /** Runs a step on the strand while it lives. */
    void post(std::move_only_function<void(Account&)> step);
    /** What holds for all registrations now. */
    Rules rules() const;
    /** Takes a step over and does what it says. */
    void take(Step step);
    /** Sets the timer. */
    void set_timer(std::chrono::milliseconds delay);
    /** The timer ran out. */
    void on_timer();
    /** Finds the server, or the proxy before it, then sends. @option{outboundproxy} @option{srvlookup} */
    void find_and_send();
    /** Notes where the server is. @param found not empty, the preferred first */
    void take_servers(std::vector<SocketAddress> found);
    /** Sends REGISTER. */
    void send(std::chrono::seconds expiration);
    /** The request's texts. */
    stack::OutgoingRequest request(std::chrono::seconds expiration);
    /** An answer came, or none will. */
    void on_reply(const stack::Reply& reply);
    /** Says in the log what an answer means for people. */
    void log_answer(const stack::Reply& reply) const;
    /** Makes the state known; tells who watches. */
    void publish(bool announce);
    /** The endpoint that this one names, or that has the server's name. */
    std::optional<EndpointStatus> endpoint() const;
    /** What proves us. */
    std::vector<config::Auth> credentials() const;

    stack::Core& core_;
    std::shared_ptr<const config::OutboundRegistration> account_;
    std::shared_ptr<Audience> audience_;
    std::string call_id_;
    std::string tag_;
    stack::Strand& strand_;
    unsigned cseq_ = 101;
    State state_;
    stack::ChallengeAnswer answer_;
    SocketAddress server_;                   ///< where REGISTER goes
    std::vector<SocketAddress> others_;      ///< where else. @rfc{3263,4.3}
    config::Protocol protocol_ = config::Protocol::udp;  ///< over what: the proxy's, where there is one
    std::string certified_;                  ///< the name that a certificate must be for; empty: the address
    std::string contact_;
    stack::TimerId timer_ = 0;
    stack::RequestId under_way_ = 0;
    bool waiting_for_answer_ = false;
    bool leaving_ = false;
    mutable std::mutex shown_mutex_;
    RegistrationState shown_;
};

}  // namespace sipcore::outbound_registration

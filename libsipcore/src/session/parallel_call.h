// SPDX-License-Identifier: GPL-2.0-only
/** @file One call to several contacts of an endpoint: all ring, who answers first has it, the others are told that it was answered
 *  elsewhere. To the host it is one session. Each leg is a call on a strand of its own; what they share has a lock, under which
 *  nothing is called. @option{maxcontacts} */
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "sipcore/endpoint.h"
#include "sipcore/session.h"

namespace sipcore::session {

/**
 * Which of several failures a caller is told: a 6xx, then busy, then the lowest status; what had no response comes last.
 * @param failures  at least one
 * @return its place
 * @threads any @rfc{3261,16.7}
 */
std::size_t best_failure(const std::vector<Termination>& failures);

/** A call to several contacts. Made by `begin`; kept by its legs until they end, and by who called. */
class ParallelCall final : public Session, public std::enable_shared_from_this<ParallelCall> {
public:
    /** Calls one contact. */
    using Begin = std::function<Result<std::shared_ptr<Session>>(const EndpointStatus& contact, std::shared_ptr<SessionListener> leg)>;
    /**
     * Calls all.
     * @param listener  is told of the one call
     * @param contacts  two at least
     * @param begin     calls one of them
     * @return the call; the last Error when no contact could be called
     * @threads any
     */
    static Result<std::shared_ptr<Session>> begin(std::shared_ptr<SessionListener> listener, const std::vector<EndpointStatus>& contacts,
                                                  const Begin& begin);
    /** For `begin`. */
    ParallelCall(std::shared_ptr<SessionListener> listener, std::size_t legs);
    ~ParallelCall() override;

    void set_listener(std::shared_ptr<SessionListener> listener) override;
    void set_log_call(log::CallId call) override;
    void await_host(std::move_only_function<bool()> taken_up) override;
    void progress(int status, std::string reason, std::optional<sdp::Description> description, std::vector<Header> headers = {}) override;
    void accept(sdp::Description description, std::vector<Header> headers = {}) override;
    void hang_up(Hangup hangup) override;
    void reoffer(sdp::Description offer, std::vector<Header> headers = {}, OfferBy by = OfferBy::invite) override;
    void answer(Result<sdp::Description> description) override;
    void send_info(Body body, std::vector<Header> headers) override;
    void send_message(Body body) override;
    void notify_refer(unsigned id, std::string outcome) override;
    void refer(std::string refer_to, std::vector<Header> headers) override;
    void tell_party(std::vector<Header> headers) override;
    std::shared_ptr<const SessionSnapshot> snapshot() const override { return chosen()->snapshot(); }
    std::shared_ptr<const config::Endpoint> endpoint() const override { return chosen()->endpoint(); }
    IpAddress local_address() const override { return chosen()->local_address(); }

private:
    class Listener;
    /** One leg. */
    struct Leg {
        std::shared_ptr<Session> session;         ///< null until it was begun
        std::optional<Termination> ended;         ///< how it ended
    };
    /** The leg that stands for the call: who answered, otherwise the first that has not ended. */
    std::shared_ptr<Session> chosen() const;
    /** All legs that were begun and have not ended, but one. */
    std::vector<std::shared_ptr<Session>> others(std::optional<std::size_t> than) const;
    /** The host's listener, for a leg that answered; before that for none, or, where `early`, for all. */
    std::shared_ptr<SessionListener> listener_of(std::size_t leg, bool early) const;
    /** A leg was begun. */
    void add(std::size_t leg, const std::shared_ptr<Session>& session);
    /** A leg was answered. @return whether it is the first */
    bool win(std::size_t leg);
    /** A leg ended. */
    void end(std::size_t leg, const Termination& termination);

    mutable std::mutex mutex_;
    std::shared_ptr<SessionListener> listener_;
    std::vector<Leg> legs_;
    std::optional<std::size_t> winner_;
    std::optional<Hangup> hanging_up_;
    bool finished_ = false;
};

}  // namespace sipcore::session

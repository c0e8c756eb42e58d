// SPDX-License-Identifier: GPL-2.0-only
/** @file Security events: who tried to prove what, from where, and how it ended. The host passes them to its own security
 *  framework, from which fail2ban and managers read them. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/export.h"

namespace sipcore {

/** Something that bears on security. When it reaches the observer, all texts are fit to stand between double quotes. */
struct SecurityEvent {
    /** What happened; the host's words. */
    enum class Kind : std::uint8_t {
        successful_auth,            ///< somebody was let in
        challenge_sent,             ///< somebody was asked for credentials
        invalid_password,           ///< the credentials were wrong
        challenge_response_failed,  ///< the credentials were for another name
        invalid_account,            ///< there is no such account
        failed_acl,                 ///< a rule refused it
        invalid_transport,          ///< what it came over is not for this account
        session_limit,              ///< there were too many calls
    };
    Kind kind = Kind::challenge_sent;                   ///< what happened
    std::string account;                                ///< account or extension that it is about
    std::string session;                                ///< the same for all events of one Call-ID
    SocketAddress local;                                ///< our address
    SocketAddress remote;                               ///< the peer's
    config::Protocol protocol = config::Protocol::udp;  ///< what carried it
    std::string challenge;                              ///< nonce that was asked with
    std::string received_challenge;                     ///< nonce that was answered
    std::string received_hash;                          ///< response that came
    std::string response;                               ///< name that the credentials were for
    std::string expected_response;                      ///< name that they should have been for
    std::string acl;                                    ///< name of the rule
    bool using_password = false;                        ///< whether a password let it in

    /** Equal in all. */
    bool operator==(const SecurityEvent&) const = default;
};

/** A registration of an endpoint that there is was refused. */
struct Rejection {
    std::string endpoint;   ///< its name
    std::string cause;      ///< `AUTH_SECRET_FAILED` or another of the host's words
    SocketAddress source;   ///< where it came from
};

/** Who is told of security events: implemented by the host's module. */
class SecurityObserver {
public:
    virtual ~SecurityObserver() = default;
    /** A registration was refused, and that is to be an event of the endpoint's. @threads as below */
    virtual void on_rejection(const Rejection& rejection) = 0;
    /** Something happened. @threads any; no lock of the library is held; should not block */
    virtual void on_security_event(const SecurityEvent& event) = 0;
};

namespace security {

/**
 * Sets who is told of security events.
 * @param observer  lent until the next call; null takes it back, and waits until nobody is being told
 * @threads the loader's
 */
SIPCORE_API void set_observer(SecurityObserver* observer);
/** Whether anybody is told. @threads any */
SIPCORE_API bool observed();
/** The name under which the events of a Call-ID belong together: `0x` and 16 hex digits. @threads any */
SIPCORE_API std::string session_name(std::string_view call_id);
/** Tells of an event, its texts made fit to stand between double quotes whatever a peer sent. @threads any */
SIPCORE_API void report(SecurityEvent event);
/** Tells of a refused registration. @threads any */
SIPCORE_API void report(const Rejection& rejection);

}  // namespace security

}  // namespace sipcore

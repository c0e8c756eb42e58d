// SPDX-License-Identifier: GPL-2.0-only
/** @file Our own registrations at other servers: `register =>` lines and what a device's configuration asks for. They run as
 *  long as the feature lives and follow the configuration. @rfc{3261,10.2} */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/export.h"
#include "sipcore/stack.h"

namespace sipcore {

/** How far a registration is. */
enum class RegistrationStatus : std::uint8_t {
    unregistered,       ///< nothing was sent yet, or nothing was answered
    request_sent,       ///< REGISTER is under way
    auth_sent,          ///< a challenge was answered
    registered,         ///< it stands; it may be refreshed just now
    rejected,           ///< refused for good
    no_authentication,  ///< 403: refused for good
    failed,             ///< as often as may be, nothing came
};

/** The words for a status that console and manager show. @threads any */
SIPCORE_API std::string_view text_of(RegistrationStatus status);

/** A registration as it stands: a value. */
struct RegistrationState {
    std::shared_ptr<const config::OutboundRegistration> account;  ///< its configuration
    RegistrationStatus status = RegistrationStatus::unregistered; ///< how far it is
    std::chrono::seconds refresh{0};                              ///< until the next REGISTER, as it was last worked out
    std::optional<Clock::WallTime> registered_at;                 ///< last success
};

/** Is told of registrations: implemented by the host's module. */
class RegistrationObserver {
public:
    virtual ~RegistrationObserver() = default;
    /** Something happened that whoever watches wants to know. Called on the registration's strand; no lock is held. */
    virtual void on_registration(const RegistrationState& state) = 0;
};

/** The feature of our own registrations. */
class SIPCORE_API OutboundRegistrations {
public:
    /**
     * Begins the registrations of the configuration in force, spread over time, and follows the configuration.
     * @param stack     must outlive it
     * @param observer  is told; must outlive it; null: nobody is
     * @return the feature; Failure when there is one already
     * @threads the loader's
     * @owner the caller; destroying it takes back what stands (Expires: 0, not waited for)
     */
    static Outcome<std::unique_ptr<OutboundRegistrations>> create(Stack& stack, RegistrationObserver* observer);
    virtual ~OutboundRegistrations() = default;
    /** All registrations as they stand, in the order of the configuration. @threads any */
    virtual std::vector<RegistrationState> snapshot() const = 0;
    /** Begins all of them anew, as after a change of the network, where the configuration wants that. @threads any */
    virtual void restart() = 0;
};

}  // namespace sipcore

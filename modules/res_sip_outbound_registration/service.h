// SPDX-License-Identifier: GPL-2.0-only
/** @file Registrations at other servers, for Asterisk: events of the manager, and a new beginning when the network changed. */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/outbound_registration.h"
#include "sipcore/stack.h"

namespace res_sip_outbound_registration {

/** The module's things. There is one; `service()` finds it. */
class Service final : public sipcore::RegistrationObserver {
public:
    Service() = default;
    Service(const Service&) = delete;             ///< Asterisk and the library hold its address
    Service& operator=(const Service&) = delete;  ///< Asterisk and the library hold its address
    ~Service() override;
    /** Begins. @return Failure when the module must decline @threads the loader's */
    sipcore::Outcome<> start(sipcore::Stack& stack);
    /** The registrations. */
    sipcore::OutboundRegistrations& registrations() { return *registrations_; }

    void on_registration(const sipcore::RegistrationState& state) override;

private:
    /** The network changed: an event of Asterisk's. */
    static void on_network_change(void* data, stasis_subscription* subscription, stasis_message* message);

    stasis_subscription* network_ = nullptr;
    std::unique_ptr<sipcore::OutboundRegistrations> registrations_;
};

/** The module's things while it is loaded, null otherwise. */
Service* service();

}  // namespace res_sip_outbound_registration

// SPDX-License-Identifier: GPL-2.0-only
/** @file From the library's events to Asterisk's, and back. */
#include "service.h"

#include "pbx/guarded.h"

namespace res_sip_outbound_registration {

Service::~Service()
{
    if (network_)
        stasis_unsubscribe_and_join(network_);
    registrations_.reset();
}

sipcore::Outcome<> Service::start(sipcore::Stack& stack)
{
    auto made = sipcore::OutboundRegistrations::create(stack, this);
    if (!made)
        return std::unexpected(made.error());
    registrations_ = std::move(*made);
    network_ = stasis_subscribe(ast_system_topic(), &Service::on_network_change, this);
    if (network_) {
        stasis_subscription_accept_message_type(network_, ast_network_change_type());
        stasis_subscription_set_filter(network_, STASIS_SUBSCRIPTION_FILTER_SELECTIVE);
    }
    return {};
}

void Service::on_registration(const sipcore::RegistrationState& state)
{
    ast_system_publish_registry("SIP", state.account->user.c_str(), state.account->host.c_str(),
                                std::string{sipcore::text_of(state.status)}.c_str(), nullptr);
}

void Service::on_network_change(void* data, stasis_subscription*, stasis_message* message)
{
    if (stasis_message_type(message) != ast_network_change_type())
        return;
    pbx::guarded("network change", [&] { static_cast<Service*>(data)->registrations().restart(); });
}

}  // namespace res_sip_outbound_registration

// SPDX-License-Identifier: GPL-2.0-only
/** @file Endpoints as the tests of `sip show …` need them. */
#pragma once

#include "sipcore/stack.h"

namespace res_sip {

/** A configuration and one endpoint of it, to be changed before it is looked at. */
struct Sample {
    sipcore::config::Config config;      ///< what is in force
    sipcore::config::Endpoint endpoint;  ///< a friend named alice
    sipcore::config::Aor aor;            ///< where alice is: she registers
    sipcore::config::Auth auth;          ///< what alice proves

    /** As after `[alice] type=friend host=dynamic secret=s3cret`. */
    Sample()
    {
        endpoint.name = endpoint.aors = endpoint.auth = aor.name = auth.name = auth.username = "alice";
        endpoint.context = "internal";
        aor.max_contacts = 1;
        auth.password = "s3cret";
    }

    /** Her status; nothing is registered. */
    sipcore::EndpointStatus status() const
    {
        sipcore::EndpointStatus status;
        status.endpoint = std::make_shared<const sipcore::config::Endpoint>(endpoint);
        status.aor = std::make_shared<const sipcore::config::Aor>(aor);
        status.auth = std::make_shared<const sipcore::config::Auth>(auth);
        return status;
    }

    /** Her status after she registered from 127.0.0.1:25073 for 600 seconds at the beginning of time, answering within 12 ms. */
    sipcore::EndpointStatus registered() const
    {
        auto registered = status();
        sipcore::Binding binding;
        binding.contact = "sip:alice@127.0.0.1:25073";
        binding.address = *sipcore::SocketAddress::parse("127.0.0.1:25073", 0);
        binding.granted = std::chrono::seconds{600};
        binding.expires = sipcore::Clock::Instant{} + binding.granted;
        binding.username = "alice";
        binding.user_agent = "AlicePhone 2.3";
        registered.binding = binding;
        registered.address = binding.address;
        registered.reachability = sipcore::Reachability::reachable;
        registered.round_trip = std::chrono::milliseconds{12};
        return registered;
    }
};

}  // namespace res_sip

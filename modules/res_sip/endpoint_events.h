// SPDX-License-Identifier: GPL-2.0-only
/** @file What becomes of endpoints, as Asterisk's other parts hear it: its endpoints with their state, PeerStatus events, device
 *  states. */
#pragma once

#include "pbx/asterisk.h"
#include "registered_extensions.h"
#include "sipcore/endpoint.h"
#include "sipcore/security.h"

namespace res_sip {

/** Asterisk's endpoint objects of technology SIP, one for each of ours. */
class EndpointEvents final : public sipcore::EndpointObserver {
public:
    /** `extensions` outlives it. */
    explicit EndpointEvents(RegisteredExtensions& extensions) : extensions_{extensions} {}
    EndpointEvents(const EndpointEvents&) = delete;             ///< owns Asterisk's objects
    EndpointEvents& operator=(const EndpointEvents&) = delete;  ///< owns Asterisk's objects
    ~EndpointEvents() override;

    /** Makes objects for these names, and ends those of all others. @threads the loader's, or the one that reloads */
    void keep(const std::vector<std::string>& names);

    /** A registration of an endpoint was refused. @threads any */
    void reject(const sipcore::Rejection& rejection);

    void on_registered(const sipcore::EndpointStatus& status) override;
    void on_unregistered(const sipcore::EndpointStatus& status) override;
    void on_reachability(const sipcore::EndpointStatus& status) override;

private:
    /** Makes Asterisk's object of an endpoint that made itself. */
    void ensure(const std::string& name);
    /** Ends it. */
    void forget(const std::string& name);
    /** Asterisk's object of an endpoint. */
    struct Known {
        ast_endpoint* endpoint;                             ///< it, ended by ast_endpoint_shutdown
        ast_endpoint_state state = AST_ENDPOINT_UNKNOWN;    ///< as it was told last
    };
    /** Publishes a PeerStatus with the fields of `blob`, which is taken over, and a state where that is another than the last. */
    void publish(const std::string& name, ast_endpoint_state state, ast_json* blob);
    /** Tells Asterisk a state, until that is the one which was noted last. */
    void set_state(const std::string& name, ast_endpoint* endpoint, ast_endpoint_state state);
    RegisteredExtensions& extensions_;
    std::mutex mutex_;
    std::map<std::string, Known> endpoints_;
};

}  // namespace res_sip

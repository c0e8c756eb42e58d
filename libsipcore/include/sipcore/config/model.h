// SPDX-License-Identifier: GPL-2.0-only
/** @file The typed model of a configuration: objects that name each other, whoever wrote them down. sip.conf, the
 *  modular files and rows of a database all become this, so that the rest of the driver knows one shape only.
 *  Members bear the names that the modular files (and pjsip.conf, where it has the same thing) use. */
#pragma once

#include "sipcore/config/endpoint.h"
#include "sipcore/config/global.h"
#include "sipcore/config/transport.h"

namespace sipcore::config {

/** An account at somebody else's server, where we register. */
struct OutboundRegistration {
    std::string name;                       ///< the object's name
    std::string endpoint;                   ///< Endpoint whose address and credentials are used; empty: those below
    Protocol protocol = Protocol::udp;      ///< what carries it
    std::string host;                       ///< the server; IPv6 in square brackets
    std::uint16_t port = 5060;              ///< its port
    bool port_written = false;              ///< whether that port was written: then no SRV records are asked for. @rfc{3263,4.2}
    std::string user;                       ///< user of From and To
    std::string domain;                     ///< host of From and To; empty: the server
    std::uint16_t domain_port = 0;          ///< port of the domain; 0: none is written
    std::string auth_user;                  ///< user of the digest
    std::string password;                   ///< secret of the digest
    std::string contact_user = "s";         ///< user of our Contact: the extension that its calls ask for
    seconds expiration{120};                ///< lifetime that is asked for. @rfc{3261,10.2.1.1}

    /** Equal in all. */
    bool operator==(const OutboundRegistration&) const = default;
};

/** A mailbox at somebody else's server, whose state we ask for. @rfc{3842,2} */
struct MwiSubscription {
    std::string name;           ///< the object's name
    std::string host;           ///< the server; IPv6 in square brackets
    std::uint16_t port = 5060;  ///< its port
    bool port_written = false;  ///< whether that port was written: then no SRV records are asked for
    std::string user;           ///< the account
    std::string auth_user;      ///< user of the digest
    std::string password;       ///< secret of the digest
    std::string mailbox;        ///< our name of it, without context

    /** Equal in all. */
    bool operator==(const MwiSubscription&) const = default;
};

/** A domain that is ours. */
struct Domain {
    std::string name;     ///< host of a request's URI
    std::string context;  ///< dialplan context of requests to it; empty: that of the endpoint
    bool automatic = false;  ///< nobody wrote it down (`autodomain`)

    /** Equal in all. */
    bool operator==(const Domain&) const = default;
};

/** Whose requests come from some addresses. */
struct Identify {
    std::string name;            ///< the object's name
    std::string endpoint;        ///< Endpoint whose they are
    std::vector<Network> match;  ///< from where they come, whatever the port
    std::vector<std::string> match_hosts;  ///< names of hosts from whose addresses they come
    bool srv_lookups = true;     ///< whether the services of these names count too: the addresses of their SRV records

    /** Equal in all. */
    bool operator==(const Identify&) const = default;
};

/** A whole configuration. Objects stand in the order in which they were first named. */
struct Config {
    Global global;                     ///< what holds for all
    Endpoint guest;                    ///< options of callers that are no endpoint, and of those that are created when they register
    std::vector<Transport> transports; ///< sockets that listen
    std::vector<Endpoint> endpoints;   ///< whom we talk to
    std::vector<Aor> aors;             ///< where they are
    std::vector<Auth> auths;           ///< what proves them
    std::vector<OutboundRegistration> registrations;   ///< where we register
    std::vector<MwiSubscription> mwi_subscriptions;    ///< mailboxes elsewhere
    std::vector<Domain> domains;       ///< what is ours
    std::vector<Identify> identifies;  ///< whose requests come from where

    /** Equal in all: the same set-up, however it was written. */
    bool operator==(const Config&) const = default;
};

}  // namespace sipcore::config

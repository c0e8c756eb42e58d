// SPDX-License-Identifier: GPL-2.0-only
/** @file What a section of sip.conf says before it is taken apart into the objects of the model. */
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "config/option.h"
#include "sipcore/config/model.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

struct GeneralDraft;

/** A device: a section of type user, peer or friend. */
struct DeviceDraft {
    std::string section;          ///< by which its lines are found again
    Endpoint endpoint;            ///< what goes into an Endpoint as it is
    Aor aor;                      ///< what goes into an Aor as it is
    bool user = false;            ///< whether it calls: known by its name
    bool peer = false;            ///< whether it is called: has an address
    std::string host;             ///< `host=`
    std::uint16_t port = 0;       ///< `port=`; 0: the usual one
    std::string default_ip;       ///< `defaultip=`
    std::string secret;           ///< `secret=`
    std::string md5_secret;       ///< `md5secret=`
    std::string remote_secret;    ///< `remotesecret=`
    std::vector<Auth> realm_auths;  ///< `auth=`
    bool qualify = false;         ///< whether it is asked
    seconds qualify_frequency{60};  ///< how often
    bool dropped = false;         ///< a line was so bad that there is no such device
    bool said_t38 = false;        ///< the section has a line `t38pt_udptl` already: further ones add up
    bool said_nat = false;        ///< the section has a line `nat` already: further ones add up
    bool said_identity = false;   ///< the section has a line `sendrpid` already: further ones add up
    const GeneralDraft* general = nullptr;  ///< the read [general]; null while that is being read itself
};

/** The section [general]. */
struct GeneralDraft {
    Global global;                          ///< what goes into Global as it is
    DeviceDraft defaults;                   ///< what devices begin with
    IpAddress bind;                         ///< `udpbindaddr=`
    std::uint16_t bind_port = 0;            ///< port written in it
    std::uint16_t bindport = 0;             ///< `bindport=`, which wins
    bool tcp = false;                       ///< `tcpenable=`
    std::optional<SocketAddress> tcp_bind;  ///< `tcpbindaddr=`
    bool tls = false;                       ///< `tlsenable=`
    std::optional<SocketAddress> tls_bind;  ///< `tlsbindaddr=`
    Transport transport;                    ///< what goes into each Transport as it is
    std::uint16_t external_tcp_port = 0;    ///< `externtcpport=`
    std::uint16_t external_tls_port = 0;    ///< `externtlsport=`
    std::optional<seconds> sub_minimum_expiry;  ///< `subminexpiry=`
    std::optional<seconds> sub_maximum_expiry;  ///< `submaxexpiry=`
    bool said_timer_b = false;              ///< there is a line `timerb`
    std::vector<Auth> realm_auths;          ///< `auth=` of [authentication]
    std::vector<OutboundRegistration> registrations;  ///< `register=`
    std::unordered_set<std::string> register_lines;   ///< their texts: one that comes again is passed over
    std::vector<MwiSubscription> mwi_subscriptions;   ///< `mwi=`
    std::vector<Domain> domains;            ///< `domain=`
};

/** Options of [general] alone. */
std::span<const Option<GeneralDraft>> general_options();
/** Options of devices that [general] gives defaults for. */
std::span<const Option<DeviceDraft>> shared_options();
/** Options of devices alone. */
std::span<const Option<DeviceDraft>> device_options();

// The tables by topic.

/** Sockets, addresses, qualities of service. */
std::span<const Option<GeneralDraft>> transport_table();
/** Who may what, and how requests are written. */
std::span<const Option<GeneralDraft>> request_table();
/** Registrations, subscriptions, rows of a database, lamps. */
std::span<const Option<GeneralDraft>> registration_table();
/** Media, timers, looking in. */
std::span<const Option<GeneralDraft>> other_general_table();
/** How requests travel, identities, calls. */
std::span<const Option<DeviceDraft>> shared_call_table();
/** Media. */
std::span<const Option<DeviceDraft>> shared_media_table();
/** Who it is, where it is, identities. */
std::span<const Option<DeviceDraft>> device_identity_table();
/** Calls, messages, call completion. */
std::span<const Option<DeviceDraft>> device_call_table();

}  // namespace sipcore::config

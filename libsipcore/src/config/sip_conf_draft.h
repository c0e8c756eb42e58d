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

namespace sipcore::config {

/** A device: a section of type user, peer or friend. */
struct DeviceDraft {
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
    std::string default_user;     ///< `defaultuser=`
    bool qualify = false;         ///< whether it is asked
    seconds qualify_frequency{60};  ///< how often
    bool dropped = false;         ///< a line was so bad that there is no such device
};

/** The section [general]. */
struct GeneralDraft {
    Global global;                          ///< what goes into Global as it is
    DeviceDraft defaults;                   ///< what devices begin with
    IpAddress bind;                         ///< `udpbindaddr=`
    std::uint16_t bind_port = 0;            ///< port written in it
    std::uint16_t bindport = 0;             ///< `bindport=`, which wins
    std::optional<SocketAddress> external;  ///< `externaddr=`
    std::vector<Network> local_net;         ///< `localnet=`
    std::uint8_t tos = 0;                   ///< `tos_sip=`
    std::string from_domain;                ///< `fromdomain=`, for devices without one
    seconds minimum_expiry{60};             ///< `minexpiry=`
    seconds maximum_expiry{3600};           ///< `maxexpiry=`
    seconds default_expiry{120};            ///< `defaultexpiry=`
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
/** Where an option may stand. */
enum class Places : std::uint8_t { general, device, both };

/** An option that chan_sip knows and of which nothing is built yet: setting one is worth a notice. */
struct LaterOption {
    std::string_view name;     ///< as it is written
    std::string_view aliases;  ///< other names, comma between them
    Places places;             ///< where it may stand
    std::string_view values;   ///< what may be written
};

/** All of them. */
std::span<const LaterOption> later_options();

}  // namespace sipcore::config

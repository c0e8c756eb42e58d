// SPDX-License-Identifier: GPL-2.0-only
/** @file What a section of sip.conf says before it is taken apart into the objects of the model. */
#pragma once

#include <cstdint>
#include <span>
#include <string>
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
    seconds minimum_expiry{60};             ///< `minexpiry=`
    seconds maximum_expiry{3600};           ///< `maxexpiry=`
    seconds default_expiry{120};            ///< `defaultexpiry=`
};

/** Options of [general] alone. */
std::span<const Option<GeneralDraft>> general_options();
/** Options of devices that [general] gives defaults for. */
std::span<const Option<DeviceDraft>> shared_options();
/** Options of devices alone. */
std::span<const Option<DeviceDraft>> device_options();
/** Names that chan_sip knows and whose effect is not built yet: setting one is worth a notice. */
std::span<const std::string_view> later_options();

}  // namespace sipcore::config

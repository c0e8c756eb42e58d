// SPDX-License-Identifier: GPL-2.0-only
/** @file Sockets that listen. */
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/shared.h"
#include "sipcore/config/words.h"

namespace sipcore::config {

using std::chrono::milliseconds;
using std::chrono::seconds;

/** What a TLS transport proves and asks for. */
struct Tls {
    std::string cert_file;       ///< our certificate with its chain, PEM; empty: `asterisk.pem`
    std::string priv_key_file;   ///< its key; empty: in the file of the certificate
    std::string cipher;          ///< OpenSSL's list; empty: OpenSSL's own
    std::string ca_list_file;    ///< whom we believe in servers' certificates
    std::string ca_list_path;    ///< the same as a folder with hashed names
    bool verify_server = true;   ///< whether certificate and name of a server are checked
    bool strict_names = false;   ///< whether only names in SubjectAltName count, and no wildcards. @rfc{5922,7.2}
    bool verify_client = false;  ///< whether a certificate that a client shows must verify
    bool require_client_cert = false;  ///< whether a client must show one that verifies
    TlsMethod method = TlsMethod::negotiated;  ///< of connections that we make
    bool prefer_server_cipher_order = false;   ///< our order of ciphers goes first
    bool disable_tlsv1 = false;  ///< no TLS 1.0
    bool disable_tlsv11 = false; ///< no TLS 1.1
    bool disable_tlsv12 = false; ///< no TLS 1.2

    /** Equal in all. */
    bool operator==(const Tls&) const = default;
};

/** A socket that listens. */
struct Transport {
    std::string name;                             ///< the object's name
    Protocol protocol = Protocol::udp;            ///< what it carries
    SocketAddress bind;                           ///< where it listens; port 0 takes the protocol's usual one
    std::optional<SocketAddress> external_signaling_address;  ///< what peers outside local_net are told; port 0: the bound one
    std::string external_signaling_host;          ///< a name whose IPv4 address is told instead (`externhost`), resolved now and then
    std::uint16_t external_signaling_port = 0;    ///< port that is told with either; 0: that of the address, or the bound one
    seconds external_refresh{10};                 ///< after which age the name is looked up again
    bool match_external_locally = false;          ///< external only when our own address for that peer is in local_net
    std::vector<Network> local_net;               ///< networks to which the bound address is told
    std::uint8_t tos = 0;                         ///< type of service octet, as written to IP_TOS
    std::uint8_t cos = 4;                         ///< 802.1p priority, 0 to 7
    Shared<Tls> tls;                              ///< of TLS alone

    /** Equal in all. */
    bool operator==(const Transport&) const = default;
};

}  // namespace sipcore::config

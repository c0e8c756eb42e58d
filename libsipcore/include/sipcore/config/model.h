// SPDX-License-Identifier: GPL-2.0-only
/** @file The typed model of a configuration: objects that name each other, whoever wrote them down. sip.conf, the
 *  modular files and rows of a database all become this, so that the rest of the driver knows one shape only.
 *  Members bear the names that the modular files (and pjsip.conf, where it has the same thing) use. */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sipcore/address.h"

namespace sipcore::config {

using std::chrono::milliseconds;
using std::chrono::seconds;

/** What carries SIP. */
enum class Protocol : std::uint8_t { udp, tcp, tls, ws, wss };

/** How digits travel. */
enum class DtmfMode : std::uint8_t {
    rfc4733,     ///< RTP telephone events; `rfc2833` in sip.conf
    inband,      ///< tones in the audio
    info,        ///< INFO with application/dtmf-relay
    short_info,  ///< INFO with application/dtmf
    automatic,   ///< telephone events where negotiated, otherwise tones
};

/** A socket that listens. */
struct Transport {
    std::string name;                             ///< the object's name
    Protocol protocol = Protocol::udp;            ///< what it carries
    SocketAddress bind;                           ///< where it listens; port 0 takes the protocol's usual one
    std::optional<SocketAddress> external_signaling_address;  ///< what peers outside local_net are told; port 0: the bound one
    std::vector<Network> local_net;               ///< networks to which the bound address is told
    std::uint8_t tos = 0;                         ///< type of service octet, as written to IP_TOS

    /** Equal in all. */
    bool operator==(const Transport&) const = default;
};

/** A name and what proves it. */
struct Auth {
    std::string name;      ///< the object's name
    std::string username;  ///< of the digest
    std::string password;  ///< plain secret; empty with an md5_cred, or when none is asked for
    std::string md5_cred;  ///< MD5(username:realm:password) in hex; wins over the password
    std::string realm;     ///< empty: the global one

    /** Equal in all. */
    bool operator==(const Auth&) const = default;
};

/** An address of record: where an endpoint can be reached. */
struct Aor {
    std::string name;                             ///< the object's name; the user that a REGISTER names
    std::vector<std::string> contact;             ///< fixed contacts as URIs (`sip:192.0.2.9:5060`)
    unsigned max_contacts = 0;                    ///< bindings that may be registered at once; 0: none may
    seconds minimum_expiration{60};               ///< shorter lifetimes are lengthened to this
    seconds maximum_expiration{3600};             ///< longer lifetimes are shortened to this
    seconds default_expiration{120};              ///< when a REGISTER asks for none
    seconds qualify_frequency{0};                 ///< time between OPTIONS to a reachable contact; 0: not asked
    milliseconds qualify_timeout{2000};           ///< an answer later than this is a lagging contact
    std::string default_contact;                  ///< where it is while nothing is registered (`defaultip`); empty: nowhere
    std::vector<std::string> mailboxes;           ///< whose waiting messages its contacts are told
    bool support_path = false;                    ///< whether Path is taken and answered. @rfc{3327,5}
    AccessList contact_acl;                       ///< where a contact may lie

    /** Equal in all. */
    bool operator==(const Aor&) const = default;
};

/** How a request is taken to be from an endpoint. */
struct Identification {
    bool by_username = true;       ///< the user of From is the endpoint's name
    bool by_address = true;        ///< the source is the address of one of its contacts
    bool any_port = false;         ///< by_address does not compare ports (`insecure=port`)
    bool invite_without_auth = false;  ///< no digest is asked of its calls (`insecure=invite`)

    /** Equal in all. */
    bool operator==(const Identification&) const = default;
};

/** What one does with the source address of an endpoint's messages. */
enum class NatMode : std::uint8_t {
    off,        ///< believed what its headers say
    on,         ///< the source is used
    automatic,  ///< the source is used when Via says another address
};

/** Number and name of a caller. */
struct CallerId {
    std::string name;    ///< display name
    std::string number;  ///< number or user

    /** Equal in both. */
    bool operator==(const CallerId&) const = default;
};

/** Whether the alerting phase is carried as tones. */
enum class InbandProgress : std::uint8_t { no, yes, never };

/** Somebody we talk to. */
struct Endpoint {
    std::string name;                          ///< the object's name
    Identification identify_by;                ///< how its requests are known
    std::string auth;                          ///< Auth that its requests must prove; empty: none asked
    std::string outbound_auth;                 ///< Auth with which we answer its challenges; empty: the one in `auth`
    std::string aors;                          ///< Aor where it is reached; empty: it only calls
    std::vector<Protocol> transports{Protocol::udp};  ///< what it may use, the preferred first
    std::string context;                       ///< dialplan context of its calls
    std::string subscribe_context;             ///< dialplan context of its subscriptions; empty: `context`
    std::string message_context;               ///< dialplan context of its messages; empty: `context`
    std::vector<std::string> allow{"ulaw", "alaw", "gsm", "h263"};  ///< codecs, preferred first; `!x` takes one away
    DtmfMode dtmf_mode = DtmfMode::rfc4733;    ///< how digits travel
    NatMode force_rport = NatMode::automatic;  ///< answer to the source port, and send there. @rfc{3581,4}
    NatMode rtp_symmetric = NatMode::off;      ///< media to where media came from (`comedia`)
    bool direct_media = true;                  ///< media may go round us
    CallerId callerid;                         ///< overrides what its calls say; empty parts do not
    std::string from_user;                     ///< user of From in requests to it; empty: the caller's number
    std::string from_domain;                   ///< host of From in requests to it; empty: our address
    std::string language;                      ///< of prompts; empty: the global one
    std::string accountcode;                   ///< of its calls' records
    std::string mohinterpret;                  ///< class of the music that it hears on hold
    std::string mohsuggest;                    ///< class of the music that others hear when it holds
    std::uint64_t callgroup = 0;               ///< bit n: its calls may be picked up by group n
    std::uint64_t pickupgroup = 0;             ///< bit n: it may pick up calls of group n
    unsigned call_limit = 0;                   ///< calls at once, both directions; 0: not counted
    InbandProgress inband_progress = InbandProgress::no;  ///< tones or responses while alerting
    bool trust_id_inbound = false;             ///< believe its identity headers
    bool send_rpid = false;                    ///< send it Remote-Party-ID
    bool send_pai = false;                     ///< send it P-Asserted-Identity
    bool allow_subscribe = true;               ///< whether it may subscribe
    bool video = false;                        ///< whether video streams are taken
    std::string description;                   ///< for people
    AccessList acl;                            ///< from where its messages may come
    std::vector<std::pair<std::string, std::string>> set_var;  ///< variables of its channels, in order
    seconds rtp_timeout{0};                    ///< hang up after this long without media; 0: never
    seconds rtp_timeout_hold{0};               ///< the same while on hold; 0: never
    seconds rtp_keepalive{0};                  ///< send comfort noise after this long; 0: never
    unsigned max_forwards = 70;                ///< Max-Forwards of our requests, 1 to 255. @rfc{3261,8.1.1.6}
    bool use_q850_reason = false;              ///< Reason headers with Q.850 causes both ways. @rfc{3326,2}

    /** Equal in all. */
    bool operator==(const Endpoint&) const = default;
};

/** What holds for all. */
struct Global {
    std::string user_agent = "Asterisk PBX";   ///< User-Agent and Server of our messages
    std::string sdp_owner = "root";            ///< o= user. @rfc{4566,5.2}
    std::string sdp_session = "Asterisk PBX";  ///< s=. @rfc{4566,5.3}
    std::string realm = "asterisk";            ///< of our challenges
    bool allow_guest = true;                   ///< whether callers without an endpoint may call
    bool always_auth_reject = true;            ///< unknown callers are challenged as known ones are
    bool auth_options_requests = false;        ///< OPTIONS must prove who sent it
    std::string context = "default";           ///< dialplan context of guests
    std::string default_from_user = "asterisk";  ///< caller when there is none (`callerid` of [general])
    std::string language;                      ///< of prompts
    milliseconds timer_t1{500};                ///< round trip estimate. @rfc{3261,17.1.1.1}
    milliseconds timer_b{32000};               ///< an INVITE without any response ends. @rfc{3261,17.1.1.2}
    milliseconds minimum_t1{100};              ///< least T1 that a measured round trip may give
    std::optional<IpAddress> media_address;    ///< told in SDP instead of our own
    std::optional<IpAddress> rtp_bind;         ///< where media sockets are bound
    bool sip_debug = false;                    ///< messages are printed from the start

    /** Equal in all. */
    bool operator==(const Global&) const = default;
};

/** An account at somebody else's server, where we register. */
struct OutboundRegistration {
    std::string name;                       ///< the object's name
    std::string endpoint;                   ///< Endpoint whose address and credentials are used; empty: those below
    Protocol protocol = Protocol::udp;      ///< what carries it
    std::string host;                       ///< the server; IPv6 in square brackets
    std::uint16_t port = 5060;              ///< its port
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

    /** Equal in both. */
    bool operator==(const Domain&) const = default;
};

/** A whole configuration. Objects stand in the order in which they were first named. */
struct Config {
    Global global;                     ///< what holds for all
    std::vector<Transport> transports; ///< sockets that listen
    std::vector<Endpoint> endpoints;   ///< whom we talk to
    std::vector<Aor> aors;             ///< where they are
    std::vector<Auth> auths;           ///< what proves them
    std::vector<OutboundRegistration> registrations;   ///< where we register
    std::vector<MwiSubscription> mwi_subscriptions;    ///< mailboxes elsewhere
    std::vector<Domain> domains;       ///< what is ours

    /** Equal in all: the same set-up, however it was written. */
    bool operator==(const Config&) const = default;
};

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file Whom we talk to, where they are, and what proves them. */
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sipcore/config/access.h"
#include "sipcore/config/shared.h"
#include "sipcore/config/transport.h"
#include "sipcore/config/words.h"

namespace sipcore::config {

/** A name and what proves it. */
struct Auth {
    std::string name;      ///< the object's name
    std::string username;  ///< of the digest
    std::string password;  ///< plain secret; empty with an md5_cred, or when none is asked for
    std::string md5_cred;  ///< MD5(username:realm:password) in hex; wins over the password
    std::string realm;     ///< empty: the global one; for challenges that we answer: any

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
    seconds idle_qualify_frequency{60};           ///< what qualify_frequency would be if it were asked; for listings
    seconds keep_alive_interval{0};               ///< time between CRLFs to its contact; 0: none
    std::string default_contact;                  ///< where it is while nothing is registered (`defaultip`); empty: nowhere
    std::vector<std::string> mailboxes;           ///< whose waiting messages its contacts are told
    std::string regexten;                         ///< extensions `a&b@context` while it is registered; empty: the name
    bool support_path = false;                    ///< whether Path is taken and answered. @rfc{3327,5}
    Access contact_acl;                           ///< where a contact may lie

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

/** Number and name of a caller. */
struct CallerId {
    std::string name;    ///< display name
    std::string number;  ///< number or user

    /** Equal in both. */
    bool operator==(const CallerId&) const = default;
};

/** The next hop of requests. */
struct OutboundProxy {
    std::optional<Protocol> protocol;  ///< written before it; nothing: UDP
    std::string host;                  ///< name or address; IPv6 without brackets
    std::uint16_t port = 0;            ///< 0: the protocol's usual one
    bool force = false;                ///< for every request, not only the first of a dialog

    /** Equal in all. */
    bool operator==(const OutboundProxy&) const = default;
};

/** DTLS-SRTP. @rfc{5763,5} */
struct Dtls {
    bool enable = false;               ///< whether it is used
    DtlsVerify verify = DtlsVerify::no;  ///< what is checked
    seconds rekey{0};                  ///< time after which keys are made anew; 0: never
    bool auto_generate_cert = false;   ///< a certificate of the moment
    std::string cert_file;             ///< our certificate
    std::string private_key;           ///< its key; empty: in the file of the certificate
    std::string cipher;                ///< OpenSSL's list
    std::string ca_file;               ///< whom we believe
    std::string ca_path;               ///< the same as a folder
    DtlsSetup setup = DtlsSetup::active;  ///< the role that is offered
    DtlsFingerprint fingerprint = DtlsFingerprint::sha256;  ///< hash in SDP

    /** Equal in all. */
    bool operator==(const Dtls&) const = default;
};

/** Call completion. @rfc{6910,4} */
struct CallCompletion {
    CcAgentPolicy agent_policy = CcAgentPolicy::never;        ///< towards its calls
    CcMonitorPolicy monitor_policy = CcMonitorPolicy::never;  ///< for calls to it
    seconds offer_timer{20};                 ///< time in which it may ask
    seconds ccnr_available_timer{7200};      ///< life of a request after no reply
    seconds ccbs_available_timer{4800};      ///< life of a request after busy
    seconds recall_timer{20};                ///< time to answer the recall
    unsigned max_agents = 5;                 ///< requests of its own at once
    unsigned max_monitors = 5;               ///< requests that wait for it at once
    std::string callback_macro;              ///< run before the recall
    std::string callback_sub;                ///< the same as a subroutine
    std::string agent_dialstring;            ///< how its user is reached in generic mode

    /** Equal in all. */
    bool operator==(const CallCompletion&) const = default;
};

/** A name and a value, in the order in which they were written. */
using Variables = std::vector<std::pair<std::string, std::string>>;

/** Somebody we talk to. */
struct Endpoint {
    std::string name;                          ///< the object's name
    std::string description;                   ///< for people

    // Who it is.
    Identification identify_by;                ///< how its requests are known
    std::string callback_extension;            ///< requests from its address to this user are its own first of all
    std::string auth;                          ///< Auth that its requests must prove; empty: none asked
    std::string outbound_auth;                 ///< Auth with which we answer its challenges; empty: the one in `auth`
    std::vector<std::string> realm_auths;      ///< Auths that go first when their realm is that of a challenge
    std::string default_user;                  ///< user that we ask it for when nothing else names one
    std::string aors;                          ///< Aor where it is reached; empty: it only calls
    Access acl;                                ///< from where its messages may come

    // How requests travel.
    std::vector<Protocol> transports{Protocol::udp};  ///< what it may use, the preferred first
    std::optional<OutboundProxy> outbound_proxy;  ///< next hop; nothing: the global one
    NatMode force_rport = NatMode::automatic;  ///< answer to the source port, and send there. @rfc{3581,4}
    unsigned max_forwards = 70;                ///< Max-Forwards of our requests, 1 to 255. @rfc{3261,8.1.1.6}
    std::vector<std::string> disallowed_methods;  ///< methods that are never sent to it
    std::optional<milliseconds> timer_t1;      ///< round trip estimate; nothing: measured, or the global one
    std::optional<milliseconds> timer_b;       ///< an INVITE without any response ends; nothing: the global one
    SessionTimers timers = SessionTimers::accept;  ///< what is done about session timers
    seconds timers_sess_expires{1800};         ///< Session-Expires that we offer, and the most that we take
    seconds timers_min_se{90};                 ///< Min-SE
    Refresher timers_refresher = Refresher::uas;  ///< who refreshes when nobody is named
    Reliability reliability = Reliability::no; ///< whether provisional responses are acknowledged

    // Identities.
    CallerId callerid;                         ///< overrides what its calls say; empty parts do not
    std::string callerid_tag;                  ///< tag of its identities
    unsigned callerid_privacy = 0;             ///< presentation of its calls as Q.931 numbers it; 0: as they say
    std::string from_user;                     ///< user of From in requests to it; empty: the caller's number
    std::string from_domain;                   ///< host of From in requests to it; empty: the global one, or our address
    std::uint16_t from_domain_port = 0;        ///< port beside from_domain; 0: none
    bool trust_id_inbound = false;             ///< believe its identity headers
    TrustIdOutbound trust_id_outbound = TrustIdOutbound::legacy;  ///< how private identities are sent to it
    bool send_rpid = false;                    ///< send it Remote-Party-ID
    bool send_pai = false;                     ///< send it P-Asserted-Identity
    bool rpid_update = false;                  ///< UPDATE is sent for a new identity although it is not in Allow
    bool rpid_immediate = false;               ///< a new identity is sent at once in a 180 or 183
    bool user_eq_phone = false;                ///< `;user=phone` behind numbers. @rfc{3261,19.1.1}
    bool use_q850_reason = false;              ///< Reason headers with Q.850 causes both ways. @rfc{3326,2}

    // Calls.
    std::string context;                       ///< dialplan context of its calls
    bool context_of_domain = true;             ///< a context of the called Domain goes first
    std::string language;                      ///< of prompts; empty: the global one
    std::string tone_zone;                     ///< country whose tones it hears; empty: the usual one
    std::string accountcode;                   ///< of its calls' records
    AmaFlags ama_flags = AmaFlags::none;       ///< mark of its calls' records
    std::string mohinterpret = "default";      ///< class of the music that it hears on hold
    std::string mohsuggest;                    ///< class of the music that others hear when it holds
    std::string parkinglot;                    ///< where its calls are parked; empty: the global one
    std::uint64_t callgroup = 0;               ///< bit n: its calls may be picked up by group n
    std::uint64_t pickupgroup = 0;             ///< bit n: it may pick up calls of group n
    std::vector<std::string> named_call_group;    ///< the same by names
    std::vector<std::string> named_pickup_group;  ///< the same by names
    unsigned call_limit = 0;                   ///< calls at once, both directions; 0: not counted
    unsigned device_state_busy_at = 0;         ///< calls from which its state is busy; 0: from none
    InbandProgress inband_progress = InbandProgress::no;  ///< tones or responses while alerting
    Overlap allow_overlap = Overlap::yes;      ///< what becomes of numbers that are not complete
    bool allow_transfer = true;                ///< whether its REFERs are followed
    RedirectMethod redirect_method = RedirectMethod::user;  ///< what becomes of its 3xx
    bool use_client_code = false;              ///< X-ClientCode of INFO goes into the record
    std::string record_on_feature = "automon";   ///< feature that `Record: on` starts; empty: none
    std::string record_off_feature = "automon";  ///< feature that `Record: off` starts; empty: none
    Variables set_var;                         ///< variables of its channels, in order
    std::vector<std::string> add_headers;      ///< header lines of calls to it and by it
    Shared<CallCompletion> call_completion;    ///< call back when it is free

    // Subscriptions and messages.
    bool allow_subscribe = true;               ///< whether it may subscribe
    std::string subscribe_context;             ///< dialplan context of its subscriptions; empty: `context`
    std::string message_context;               ///< dialplan context of its messages; empty: `context`
    bool subscribe_mwi = false;                ///< told of waiting messages only when it subscribed
    std::string voicemail_extension = "asterisk";  ///< user of Message-Account
    std::string mwi_from_user;                 ///< From user of what tells it of messages; empty: the global one
    bool buggy_mwi = false;                    ///< counts of urgent messages are left out
    std::string incoming_mwi_mailbox;          ///< name under which its unsolicited reports are kept; empty: refused

    // Media.
    std::vector<std::string> allow{"ulaw", "alaw", "gsm", "h263"};  ///< codecs, preferred first; `!x` takes one away
    bool preferred_codec_only = false;         ///< an answer names one codec
    bool ignore_requested_pref = false;        ///< offers are in its own order, not the caller's
    bool use_ptime = false;                    ///< packets are as long as it asks for
    DtmfMode dtmf_mode = DtmfMode::rfc4733;    ///< how digits travel
    bool rfc2833_compensate = false;           ///< timing of events as before Asterisk 1.4
    NatMode rtp_symmetric = NatMode::off;      ///< media to where media came from (`comedia`)
    bool direct_media = true;                  ///< media may go round us
    DirectMediaMethod direct_media_method = DirectMediaMethod::reinvite;  ///< how that is told
    bool direct_media_outgoing = false;        ///< the first one is not told to the incoming side, so that both do not meet
    bool disable_direct_media_on_nat = false;  ///< not behind NAT
    Access direct_media_acl;                   ///< addresses to which media may go directly
    bool ignore_sdp_version = false;           ///< a description counts although its version did not grow
    bool ice_support = false;                  ///< ICE. @rfc{8839,3}
    bool rtcp_mux = false;                     ///< RTP and RTCP on one port. @rfc{5761,5}
    bool use_avpf = false;                     ///< feedback profiles in offers. @rfc{4585,4}
    bool force_avp = false;                    ///< names of profiles without DTLS even with it
    bool encryption = false;                   ///< SDES is offered, and unencrypted offers are refused. @rfc{4568,6}
    bool srtp_tag_32 = false;                  ///< short authentication tags. @rfc{3711,5.2}
    Shared<Dtls> dtls;                         ///< DTLS-SRTP
    std::string rtp_engine = "asterisk";       ///< who carries its media
    bool video = false;                        ///< whether video streams are taken
    bool video_always = false;                 ///< a video stream is set up for every call
    bool text = false;                         ///< whether text streams are taken. @rfc{4103,10}
    unsigned max_call_bitrate = 384;           ///< kbit/s told with video; 0: none
    bool g726_non_standard = false;            ///< G726-32 is packed as AAL2
    seconds rtp_timeout{0};                    ///< hang up after this long without media; 0: never
    seconds rtp_timeout_hold{0};               ///< the same while on hold; 0: never
    seconds rtp_keepalive{0};                  ///< send comfort noise after this long; 0: never
    bool t38_udptl = false;                    ///< whether faxes may switch to T.38
    UdptlRepair t38_udptl_ec = UdptlRepair::none;   ///< how lost packets are mended
    std::optional<unsigned> t38_udptl_maxdatagram;  ///< replaces what the other side says
    bool t38_udptl_nat = false;                ///< fax packets to where media came from, with rtp_symmetric
    bool fax_detect_cng = false;               ///< a fax's tone leads to extension fax
    bool fax_detect_t38 = false;               ///< an offer of T.38 leads to extension fax
    bool discard_remote_hold_retrieval = false;  ///< hold and its end are not passed on
    bool send_aoc = false;                     ///< advice of charge in INFO

    /** Equal in all. */
    bool operator==(const Endpoint&) const = default;
};

}  // namespace sipcore::config

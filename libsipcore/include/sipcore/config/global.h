// SPDX-License-Identifier: GPL-2.0-only
/** @file What holds for all. */
#pragma once

#include "sipcore/config/endpoint.h"

namespace sipcore::config {

/** The jitter buffer of received audio. */
struct JitterBuffer {
    bool enable = false;                  ///< whether there is one
    bool force = false;                   ///< even when the other side could do it
    milliseconds max_size{200};           ///< most that waits
    milliseconds resync_threshold{1000};  ///< jump of time stamps that empties it
    std::string impl = "fixed";           ///< `fixed` or `adaptive`
    milliseconds target_extra{40};        ///< padding of the adaptive one
    bool log = false;                     ///< frames are logged
    bool sync_video = false;              ///< video waits with audio

    /** Equal in all. */
    bool operator==(const JitterBuffer&) const = default;
};

/** What is done with rows of a database. */
struct Realtime {
    bool cache_friends = false;       ///< rows stay in memory
    bool update = true;               ///< registrations are written
    bool save_system_name = false;    ///< with our system's name
    bool save_path = false;           ///< with the Path
    bool auto_clear = false;          ///< rows in memory go after a while
    seconds auto_clear_after{120};    ///< that while
    bool ignore_expire = false;       ///< bindings stay although they ended

    /** Equal in all. */
    bool operator==(const Realtime&) const = default;
};

/** Accounts elsewhere: how often it is tried. */
struct RegistrationRetry {
    seconds interval{20};             ///< between tries without an answer
    unsigned max_retries = 0;         ///< after so many nothing more is tried; 0: for ever
    bool after_forbidden = false;     ///< a 403 is tried again
    bool on_network_change = true;    ///< everything is registered anew when our network is another

    /** Equal in all. */
    bool operator==(const RegistrationRetry&) const = default;
};

/** What holds for all. */
struct Global {
    // Words and names.
    std::string user_agent = "Asterisk PBX";   ///< User-Agent and Server of our messages
    std::string sdp_owner = "root";            ///< o= user. @rfc{4566,5.2}
    std::string sdp_session = "Asterisk PBX";  ///< s=. @rfc{4566,5.3}
    std::string realm = "asterisk";            ///< of our challenges
    bool domains_as_realm = false;             ///< a Domain that From or To names is the realm
    std::string default_from_user = "asterisk";  ///< caller when there is none (`callerid` of [general])
    std::string from_domain;                   ///< host of From for endpoints without one; empty: our address
    std::uint16_t from_domain_port = 0;        ///< port beside it; 0: none
    std::string context = "default";           ///< dialplan context of guests
    std::string language;                      ///< of prompts
    std::string parkinglot = "default";        ///< where calls are parked
    std::string mwi_from_user;                 ///< From user of what tells of messages; empty: `default_from_user`

    // Who may what.
    bool allow_guest = true;                   ///< whether callers without an endpoint may call
    bool always_auth_reject = true;            ///< unknown callers are challenged as known ones are
    std::vector<DigestAlgorithm> default_auth_algorithms_uas{DigestAlgorithm::md5};  ///< what challenges ask for, the preferred first
    bool auth_options_requests = false;        ///< OPTIONS must prove who sent it
    bool auth_message_requests = true;         ///< MESSAGE must prove who sent it
    bool accept_message_requests = true;       ///< MESSAGE outside of calls is taken
    bool match_auth_username = false;          ///< an endpoint is known by the user of its digest
    AutoCreate auto_create = AutoCreate::no;   ///< whether a stranger that registers becomes an endpoint
    bool auth_failure_events = false;          ///< PeerStatus events for refused registrations
    Access acl;                                ///< from where messages of all may come
    Access contact_acl;                        ///< where contacts of all may lie
    bool dynamic_exclude_static = false;       ///< fixed addresses are refused as contacts of others
    bool auto_domain = false;                  ///< our names and addresses are Domains
    bool allow_external_domains = true;        ///< calls to what is no Domain are taken
    std::vector<std::string> realm_auths;      ///< Auths for challenges of their realm, after those of an endpoint

    // Requests.
    milliseconds timer_t1{500};                ///< round trip estimate. @rfc{3261,17.1.1.1}
    milliseconds timer_b{32000};               ///< an INVITE without any response ends. @rfc{3261,17.1.1.2}
    milliseconds minimum_t1{100};              ///< least T1 that a measured round trip may give
    unsigned max_forwards = 70;                ///< of requests to nobody we know. @rfc{3261,8.1.1.6}
    std::optional<OutboundProxy> outbound_proxy;  ///< next hop of requests to all without their own
    bool srv_lookup = true;                    ///< SRV records are looked up. @rfc{3263,4}
    bool compact_headers = false;              ///< one-letter names. @rfc{3261,7.3.3}
    bool pedantic = true;                      ///< tags and escapes are minded
    bool ignore_uri_user_options = false;      ///< user parts end at a semicolon
    bool shrink_callerid = true;               ///< numbers lose blanks, brackets, dots and dashes
    bool send_diversion = true;                ///< Diversion headers
    bool refer_add_headers = true;             ///< added headers go into REFERs
    bool store_sip_cause = false;              ///< SIP_CAUSE is set

    // Sockets.
    seconds tcp_auth_timeout{30};              ///< streams that proved nothing are closed
    unsigned tcp_auth_limit = 100;             ///< streams at once that proved nothing
    bool websocket = true;                     ///< `sip` is served by the host's HTTP server. @rfc{7118,5}
    milliseconds websocket_write_timeout{100}; ///< for a write

    // Registrations and subscriptions.
    seconds minimum_expiration{60};            ///< as in an Aor, for those that have none
    seconds maximum_expiration{3600};          ///< the same; and of publications
    seconds default_expiration{120};           ///< the same
    seconds sub_minimum_expiration{60};        ///< shorter subscriptions are refused. @rfc{6665,4.2.1.1}
    seconds sub_maximum_expiration{3600};      ///< longer ones are shortened
    seconds mwi_expiration{3600};              ///< of MwiSubscriptions
    RegistrationRetry registration_retry;      ///< how accounts elsewhere are tried
    seconds qualify_frequency{60};             ///< as in an Aor, for those that have none
    milliseconds qualify_timeout{0};           ///< the same; 0: not asked
    seconds keep_alive_interval{0};            ///< the same; 0: none
    bool support_path = false;                 ///< the same; whether Path is taken
    milliseconds qualify_gap{100};             ///< pause between groups of first questions
    unsigned qualify_peers = 1;                ///< size of such a group
    std::string regcontext;                    ///< contexts `a&b` with an extension for each registered endpoint
    bool regexten_on_qualify = false;          ///< not while it is unreachable
    Realtime realtime;                         ///< rows of a database

    // Lamps and messages.
    std::string notify_mime_type = "application/simple-message-summary";  ///< of waiting messages
    NotifyRinging notify_ringing = NotifyRinging::yes;  ///< what lamps are told of ringing
    bool notify_hold = false;                  ///< whether hold is a state
    NotifyCallerId notify_callerid = NotifyCallerId::no;  ///< whether lamps are told who calls

    // Media.
    std::optional<IpAddress> media_address;    ///< told in SDP instead of our own
    std::optional<IpAddress> rtp_bind;         ///< where media sockets are bound
    std::uint8_t tos_audio = 0;                ///< type of service of audio
    std::uint8_t tos_video = 0;                ///< of video
    std::uint8_t tos_text = 0;                 ///< of text
    std::uint8_t cos_audio = 5;                ///< 802.1p priority of audio
    std::uint8_t cos_video = 6;                ///< of video
    std::uint8_t cos_text = 5;                 ///< of text
    bool relax_dtmf = false;                   ///< tones are found more easily
    bool premature_media = true;               ///< audio before progress sends no 183
    bool direct_rtp_setup = false;             ///< media goes round us from the first INVITE
    JitterBuffer jitter_buffer;                ///< of received audio

    // Looking in.
    bool sip_debug = false;                    ///< messages are printed from the start
    bool record_history = false;               ///< what happens to a dialog is kept
    bool dump_history = false;                 ///< and logged at its end

    /** Equal in all. */
    bool operator==(const Global&) const = default;
};

}  // namespace sipcore::config

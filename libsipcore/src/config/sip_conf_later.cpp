// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of sip.conf that chan_sip had and whose effect is not built yet. The list may only shrink. */
#include "config/sip_conf_draft.h"

namespace sipcore::config {

namespace {

/** In the order of docs/spec/sip-conf-options.tsv. */
constexpr std::string_view later_table[] = {
    "tcpenable", "tcpbindaddr", "tcpauthtimeout", "tcpauthlimit", "externhost", "externrefresh", "externtcpport",
    "externtlsport", "matchexternaddrlocally", "matchexterniplocally", "srvlookup", "tos_audio", "tos_video",
    "tos_text", "cos_sip", "cos_audio", "cos_video", "cos_text", "websocket_enabled", "websocket_write_timeout",
    "tlsenable", "sslenable", "tlsbindaddr", "sslbindaddr", "tlscertfile", "sslcert", "tlscert", "tlsprivatekey",
    "sslprivatekey", "tlscipher", "sslcipher", "tlscafile", "tlscapath", "tlscadir", "tlsdontverifyserver",
    "tlsverifyclient", "tlsclientmethod", "sslclientmethod", "tlsservercipherorder", "tlsdisablev1", "tlsdisablev11",
    "tlsdisablev12", "domainsasrealm", "trunkname", "cid_tag", "callingpres", "shrinkcallerid", "rpid_update",
    "rpid_immediate", "trust_id_outbound", "send_diversion", "usereqphone", "compactheaders", "pedantic",
    "legacy_useroption_parsing", "disallowed_methods", "refer_addheaders", "storesipcause", "auth_message_requests",
    "accept_outofcall_message", "match_auth_username", "autocreatepeer", "authfailureevents", "auth", "acl",
    "contactpermit", "contactdeny", "contactacl", "directmediapermit", "directmediadeny", "directmediaacl",
    "dynamic_exclude_static", "dynamic_excludes_static", "domain", "autodomain", "allowexternaldomains",
    "allowtransfer", "promiscredir", "allowoverlap", "useclientcode", "outboundproxy", "qualifygap", "qualifypeers",
    "keepalive", "regexten", "regcontext", "regextenonqualify", "supportpath", "callbackextension",
    "unsolicited_mailbox", "submaxexpiry", "submaxexpirey", "subminexpiry", "subminexpirey", "mwiexpiry",
    "mwiexpirey", "register", "registertimeout", "registerattempts", "register_retry_403", "mwi",
    "subscribe_network_change_event", "rtcachefriends", "rtupdate", "rtsavesysname", "rtsavepath", "rtautoclear",
    "ignoreregexpire", "tonezone", "amaflags", "namedcallgroup", "namedpickupgroup", "parkinglot", "header",
    "recordonfeature", "recordofffeature", "busylevel", "hasvoicemail", "subscribemwi", "vmexten", "mwi_from",
    "notifymimetype", "buggymwi", "notifyringing", "notifyhold", "notifycid", "preferred_codec_only",
    "ignore_requested_pref", "autoframing", "rfc2833compensate", "relaxdtmf", "prematuremedia", "directrtpsetup",
    "ignoresdpversion", "icesupport", "rtcp_mux", "avpf", "force_avp", "encryption", "encryption_taglen",
    "rtp_engine", "videosupport", "textsupport", "maxcallbitrate", "g726nonstandard", "t38pt_udptl",
    "t38pt_usertpsource", "faxdetect", "discard_remote_hold_retrieval", "snom_aoc_enabled", "timert1", "timerb",
    "session-timers", "session-expires", "session-minse", "session-refresher", "recordhistory", "dumphistory",
    "dtlsenable", "dtlsverify", "dtlsrekey", "dtlsautogeneratecert", "dtlscertfile", "dtlsprivatekey", "dtlscipher",
    "dtlscafile", "dtlscapath", "dtlscadir", "dtlssetup", "dtlsfingerprint", "jbenable", "jbforce", "jbmaxsize",
    "jbresyncthreshold", "jbimpl", "jbtargetextra", "jblog", "jbsyncvideo", "cc_agent_policy", "cc_monitor_policy",
    "cc_offer_timer", "ccnr_available_timer", "ccbs_available_timer", "cc_recall_timer", "cc_max_agents",
    "cc_max_monitors", "cc_callback_macro", "cc_callback_sub", "cc_agent_dialstring",
};

}  // namespace

std::span<const std::string_view> later_options()
{
    return later_table;
}

}  // namespace sipcore::config

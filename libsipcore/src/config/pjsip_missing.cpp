// SPDX-License-Identifier: GPL-2.0-only
/** @file What pjsip.conf has no word for, from docs/spec/modern-mapping.tsv. */
#include "config/pjsip_missing.h"

#include <algorithm>

#include "config/meanings.h"

namespace sipcore::config {

namespace {

/** An option and what is to be known of it. */
struct Missing {
    std::string_view old;  ///< the option of sip.conf
    std::string_view why;  ///< what there is instead, or that there is nothing
};

/** All of them. */
constexpr Missing table[] = {
    {"tcpauthtimeout", "connections that proved nothing are not limited there"},
    {"tcpauthlimit", "connections that proved nothing are not limited there"},
    {"externrefresh", "names of transports are resolved when they are loaded"},
    {"matchexternaddrlocally", "there is no such condition"},
    {"srvlookup", "names without a port are always looked up by NAPTR and SRV; write a port to avoid that"},
    {"tos_text", "there are no text streams"},
    {"cos_text", "there are no text streams"},
    {"tlsverifyclient", "chan_sip never minded it either"},
    {"tlsservercipherorder", "there is no such option"},
    {"domainsasrealm", "each auth has one realm"},
    {"shrinkcallerid", "numbers are passed on as they come"},
    {"pedantic", "it always is"},
    {"disallowed_methods", "what the other side allows is obeyed"},
    {"refer_addheaders", "use the dialplan function PJSIP_HEADER"},
    {"storesipcause", "use the dialplan function HANGUPCAUSE"},
    {"alwaysauthreject", "it always does"},
    {"auth_message_requests", "the endpoint's auth holds for MESSAGE, too"},
    {"accept_outofcall_message", "leave out res_pjsip_messaging.so instead"},
    {"autocreatepeer", "endpoints are never made by themselves"},
    {"authfailureevents", "security events tell of it"},
    {"directmediapermit", "direct media has no access lists"},
    {"directmediadeny", "direct media has no access lists"},
    {"directmediaacl", "direct media has no access lists"},
    {"dynamic_exclude_static", "write contact_deny lines by hand"},
    {"autodomain", "there are no domains of one's own"},
    {"allowexternaldomains", "calls are not sorted by domains"},
    {"useclientcode", "there is nothing like it"},
    {"regexten", "regcontext there uses the endpoint's name"},
    {"regextenonqualify", "there is nothing like it"},
    {"description", "there is nothing like it"},
    {"submaxexpiry", "there is no upper limit for subscriptions"},
    {"mwiexpiry", "mailboxes elsewhere cannot be subscribed to"},
    {"mwi", "mailboxes elsewhere cannot be subscribed to; incoming_mwi_mailbox takes what is sent unasked"},
    {"subscribe_network_change_event", "registrations are always renewed then"},
    {"rtcachefriends", "sorcery.conf says what is cached"},
    {"rtupdate", "sorcery.conf says where contacts are kept"},
    {"rtsavesysname", "reg_server is always written"},
    {"rtsavepath", "path is always written"},
    {"rtautoclear", "sorcery.conf says how long something is cached"},
    {"ignoreregexpire", "there is nothing like it"},
    {"header", "use the dialplan function PJSIP_HEADER in a handler before Dial"},
    {"callcounter", "calls are always counted"},
    {"call-limit", "use GROUP_COUNT in the dialplan"},
    {"notifymimetype", "it is always application/simple-message-summary"},
    {"buggymwi", "counts of urgent messages are always sent"},
    {"notifyhold", "hold is always part of the state"},
    {"notifycid", "lamps are not told who calls"},
    {"rfc2833compensate", "there is nothing like it"},
    {"relaxdtmf", "there is nothing like it"},
    {"prematuremedia", "there is nothing like it"},
    {"directrtpsetup", "there is nothing like it"},
    {"ignoresdpversion", "there is nothing like it"},
    {"textsupport", "there are no text streams of this kind"},
    {"maxcallbitrate", "no bandwidth is told"},
    {"t1min", "there is nothing like it"},
    {"session-refresher", "there is nothing like it"},
    {"recordhistory", "use the command pjsip set history on"},
    {"dumphistory", "use the command pjsip show history"},
    {"jbenable", "use JITTERBUFFER() in the dialplan"},
    {"jbforce", "use JITTERBUFFER() in the dialplan"},
    {"jbmaxsize", "use JITTERBUFFER() in the dialplan"},
    {"jbresyncthreshold", "use JITTERBUFFER() in the dialplan"},
    {"jbimpl", "use JITTERBUFFER() in the dialplan"},
    {"jbtargetextra", "use JITTERBUFFER() in the dialplan"},
    {"jblog", "use JITTERBUFFER() in the dialplan"},
    {"jbsyncvideo", "use JITTERBUFFER() in the dialplan"},
};

}  // namespace

std::string_view missing_in_pjsip(std::string_view old)
{
    auto at = std::ranges::find(table, old, &Missing::old);
    return at == std::ranges::end(table) ? std::string_view{} : at->why;
}

std::string_view missing_in_pjsip(std::string_view type, std::string_view option)
{
    auto at = std::ranges::find_if(table, [&](const Missing& each) {
        return decides(each.old, Scope::device, type, option) || decides(each.old, Scope::general, type, option);
    });
    return at == std::ranges::end(table) ? std::string_view{} : at->why;
}

}  // namespace sipcore::config

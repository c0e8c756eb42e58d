// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's INVITE usage and a usage of ours beside it, registered before the workers start, since PJSIP locks every
 *  message once modules come and go while it runs. Whoever takes calls sets himself as the one who is told. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::pj {

/** What PJSIP tells about INVITE sessions. Called with PJSIP's dialog lock held: copy what is needed, and post. */
class InviteEvents {
public:
    virtual ~InviteEvents() = default;
    /** A session changed its state. */
    virtual void on_state(pjsip_inv_session* inv, pjsip_event* event) = 0;
    /** A transaction of a session's dialog changed its state. */
    virtual void on_transaction(pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_event* event) = 0;
    /** 2xx came and wants an ACK. */
    virtual void on_success(pjsip_inv_session* inv, pjsip_rx_data* rdata) = 0;
    /** re-INVITE came; it is to be answered by us. */
    virtual void on_reinvite(pjsip_inv_session* inv, pjsip_rx_data* rdata) = 0;
    /** Any request in a session's dialog, before the INVITE usage sees it. @return whether it is ours alone */
    virtual bool on_request(pjsip_inv_session* inv, pjsip_rx_data* rdata) = 0;
};

/** Registers both usages. @return PJSIP's status */
pj_status_t init_invite_usage(pjsip_endpoint* endpoint);
/** What PJSIP's user agent asks us about forked calls. */
pjsip_ua_init_param user_agent_parameters();
/** Sets who is told; null ends it. No session may be alive when it is ended. */
void set_invite_events(InviteEvents* events);
/** The number under which a session carries a pointer of ours in `mod_data`. */
int invite_usage_id();
/** Makes our usage part of a session's dialog. */
void join_dialog(pjsip_inv_session* inv);
/** A description that is never sent, from a pool; null when there is no memory. The first one makes PJSIP's parsers ready, which
 *  is to be done by one thread alone. @threads any, after the first */
pjmedia_sdp_session* constant_description(pj_pool_t* pool);
/** Gives a session a negotiator that is done for ever: offer and answer are ours. */
void settle_negotiation(pjsip_inv_session* inv);

/** Takes it for acknowledged that we answered an INVITE with 2xx: a new one came, so they have the answer, and their ACK is lost or was
 *  overtaken. @param inv with its dialog's lock held @return whether there was something to acknowledge */
bool take_for_acknowledged(pjsip_inv_session* inv);

}  // namespace sipcore::pj

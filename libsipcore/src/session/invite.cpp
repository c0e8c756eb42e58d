// SPDX-License-Identifier: GPL-2.0-only
/** @file An INVITE of ours: who we say we are, where it goes, what it offers. @rfc{3261,13.2} */
#include <format>

#include "pj/dialog_lock.h"
#include "pj/invite_usage.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** Our side of the dialog: the endpoint's settings first, then the caller's, then the usual ones. */
Party our_party(const OutgoingCall& call, const config::Endpoint* endpoint, const config::Global& global,
                const IpAddress& local)
{
    Party party = call.from;
    if (endpoint && !endpoint->from_user.empty())
        party.user = endpoint->from_user;
    if (party.user.empty())
        party.user = global.default_from_user;
    if (party.name.empty() && call.from.user.empty())
        party.name = global.default_from_user;
    if (endpoint && !endpoint->from_domain.empty())
        party.host = endpoint->from_domain;
    if (party.host.empty())
        party.host = local.uri_host();
    return party;
}

/** The Request-URI: the registered contact as it is, or a user at where the other side is. */
std::string target_uri(const OutgoingCall& call, const EndpointStatus* status, const SocketAddress& remote)
{
    if (call.user.empty() && status && status->binding && !status->binding->contact.empty())
        return status->binding->contact;
    auto host = call.host.empty() ? remote.ip().uri_host() : call.host;
    if (host.find(':') != std::string::npos && !host.starts_with('['))
        host = "[" + host + "]";
    auto port = remote.port() == 5060 ? std::string{} : std::format(":{}", remote.port());
    return std::format("sip:{}{}{}{}", escape_user(call.user), call.user.empty() ? "" : "@", host, port);
}

/** What PJSIP answers challenges with. @rfc{3261,22.2} */
void give_credentials(pjsip_dialog* dialog, const config::Auth& auth)
{
    pjsip_cred_info credentials{};
    credentials.realm = pj::dup(dialog->pool, auth.realm.empty() ? "*" : auth.realm);
    credentials.scheme = pj::dup(dialog->pool, "Digest");
    credentials.username = pj::dup(dialog->pool, auth.username);
    bool hashed = !auth.md5_cred.empty();
    credentials.data_type = hashed ? PJSIP_CRED_DATA_DIGEST : PJSIP_CRED_DATA_PLAIN_PASSWD;
    credentials.data = pj::dup(dialog->pool, hashed ? auth.md5_cred : auth.password);
    if (hashed)
        credentials.algorithm_type = PJSIP_AUTH_ALGORITHM_MD5;
    pjsip_auth_clt_set_credentials(&dialog->auth_sess, 1, &credentials);
}

}  // namespace

void CallSession::invite(OutgoingCall call, const EndpointStatus* status)
{
    pj::register_thread();
    if (finished_)
        return;
    if (hanging_up_)
        return fail(487, "Request Terminated");
    if (auto made = make_uac(call, status); made != PJ_SUCCESS) {
        log::warning("Unable to call {}: {}", begun_.remote.text(), pj::error_text(made));
        fail(503, "Service Unavailable");
    }
}

pj_status_t CallSession::make_uac(const OutgoingCall& call, const EndpointStatus* status)
{
    auto config = begun_.core.config();
    auto ours = our_party(call, begun_.endpoint.get(), config->global, begun_.local_address);
    auto local_uri = name_addr(ours);
    auto target = target_uri(call, status, begun_.remote);
    auto remote_uri = std::format("<{}>", target.substr(0, target.find(';')));
    auto contact = std::format("<{}>", begun_.core.contact_uri(escape_user(ours.user), begun_.remote, begun_.protocol));
    auto pj_local = pj::borrow(local_uri);
    auto pj_contact = pj::borrow(contact);
    auto pj_remote = pj::borrow(remote_uri);
    auto pj_target = pj::borrow(target);
    pjsip_dialog* dialog = nullptr;
    if (auto made = pjsip_dlg_create_uac(pjsip_ua_instance(), &pj_local, &pj_contact, &pj_remote, &pj_target, &dialog);
        made != PJ_SUCCESS)
        return made;
    pj::DialogLock lock{dialog};
    dialog->call_id->id = pj::dup(dialog->pool, begun_.call_id);
    pjsip_inv_session* inv = nullptr;
    if (auto made = pjsip_inv_create_uac(dialog, nullptr, 0, &inv); made != PJ_SUCCESS) {
        pjsip_dlg_terminate(dialog);
        return made;
    }
    adopt(inv);
    if (begun_.auth)
        give_credentials(dialog, *begun_.auth);
    pjsip_tx_data* tdata = nullptr;
    if (auto made = pjsip_inv_invite(inv_, &tdata); made != PJ_SUCCESS) {
        pjsip_inv_terminate(inv_, 500, PJ_FALSE);
        return made;
    }
    state_abilities(tdata, begun_.core.methods().names());
    add_headers(tdata, call.headers);
    set_description(tdata, call.offer ? &*call.offer : nullptr);
    update([&](SessionSnapshot& s) {
        s.local_tag = pj::copy(dialog->local.info->tag);
        s.local_uri = pj::print(dialog->local.info->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.remote_uri = pj::print(dialog->remote.info->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.headers = read_headers(tdata->msg);
        s.last_message = "Tx: INVITE";
    });
    if (auto sent = pjsip_inv_send_msg(inv_, tdata); sent != PJ_SUCCESS) {
        pjsip_inv_terminate(inv_, 503, PJ_FALSE);
        return sent;
    }
    return PJ_SUCCESS;
}

}  // namespace sipcore::session

// SPDX-License-Identifier: GPL-2.0-only
/** @file An INVITE of ours: who we say we are, where it goes, what it offers. @rfc{3261,13.2} */
#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "endpoint/request_to.h"
#include "pj/dialog_lock.h"
#include "pj/invite_usage.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"
#include "stack/directory.h"
#include "stack/locate.h"
#include "stack/locator.h"

namespace sipcore::session {

namespace {

/** Our side of the dialog: the endpoint's settings first, then the caller's, then the usual ones. */
Party our_party(const OutgoingCall& call, const config::Endpoint* endpoint, const config::Global& global,
                const SocketAddress& local)
{
    Party party = call.from;
    if (endpoint && !endpoint->from_user.empty())
        party.user = endpoint->from_user;
    if (party.user.empty())
        party.user = global.default_from_user;
    if (party.name.empty() && call.from.user.empty())
        party.name = global.default_from_user;
    if (party.host.empty() && endpoint)
        party.host = endpoint->from_domain;
    if (party.host.empty())
        party.host = global.from_domain;
    if (party.host.empty())
        party.host = local.ip().uri_host();
    auto wished = endpoint && endpoint->from_domain_port ? endpoint->from_domain_port : global.from_domain_port;
    constexpr std::uint16_t usual = 5060;
    auto port = wished && wished != usual ? wished : local.port();
    if (port != usual && party.host != "anonymous.invalid")
        party.host += std::format(":{}", port);
    return party;
}

/** The Request-URI: the registered contact as it is, or a user at where the other side is. */
std::string target_uri(const OutgoingCall& call, const EndpointStatus* status, const SocketAddress& remote)
{
    if (!call.request_uri.empty())
        return call.request_uri;
    if (call.user.empty() && status && status->binding && !status->binding->contact.empty())
        return status->binding->contact;
    auto host = call.host.empty() ? remote.ip().uri_host() : call.host;
    if (host.find(':') != std::string::npos && !host.starts_with('['))
        host = "[" + host + "]";
    auto number = call.host.empty() ? (remote.port() == 5060 ? std::uint16_t{0} : remote.port()) : call.port;
    auto port = number ? std::format(":{}", number) : std::string{};
    return std::format("sip:{}{}{}{}{}", escape_user(call.user), call.user.empty() ? "" : "@", host, port,
                       call.uri_parameters);
}

/** To: the Request-URI without parameters, or the parts that the call names instead. @rfc{3261,8.1.1.2} */
std::string to_uri(const OutgoingCall& call, std::string_view target)
{
    auto plain = target.substr(0, target.find(';', target.find('@') == std::string_view::npos ? 0 : target.find('@')));
    if (call.to.user.empty() && call.to.host.empty())
        return std::format("<{}>", plain);
    auto at = plain.find('@');
    auto host = at == std::string_view::npos ? plain.substr(plain.find(':') + 1) : plain.substr(at + 1);
    return std::format("<sip:{}@{}>", escape_user(call.to.user), call.to.host.empty() ? host : call.to.host);
}

/** Adds a parameter to To. */
void add_to_parameter(pjsip_dialog* dialog, std::string_view text)
{
    if (text.empty() || text.find_first_of("\r\n") != std::string_view::npos)
        return;
    auto equals = text.find('=');
    auto* parameter = PJ_POOL_ZALLOC_T(dialog->pool, pjsip_param);
    parameter->name = pj::dup(dialog->pool, text.substr(0, equals));
    if (equals != std::string_view::npos)
        parameter->value = pj::dup(dialog->pool, text.substr(equals + 1));
    pj_list_push_back(&dialog->remote.info->other_param, parameter);
}

/** Sets Max-Forwards. @rfc{3261,8.1.1.6} */
void set_max_forwards(pjsip_tx_data* tdata, unsigned hops)
{
    if (auto* header = static_cast<pjsip_max_fwd_hdr*>(pjsip_msg_find_hdr(tdata->msg, PJSIP_H_MAX_FORWARDS, nullptr)))
        header->ivalue = hops;
    else
        pjsip_msg_add_hdr(tdata->msg, reinterpret_cast<pjsip_hdr*>(
                                          pjsip_max_fwd_hdr_create(tdata->pool, hops)));
}

/** How long a first response may take. @rfc{3261,17.1.1.2} */
std::chrono::milliseconds timer_b(const config::Endpoint* endpoint, const config::Global& global)
{
    return endpoint && endpoint->timer_b ? *endpoint->timer_b : global.timer_b;
}

/** One of the things that PJSIP answers challenges with. */
pjsip_cred_info credentials_of(pjsip_dialog* dialog, const config::Auth& auth)
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
    return credentials;
}

/** What PJSIP answers challenges with: the first that is for their realm, else what is for any. @return whether there is something
 *  @rfc{3261,22.2} */
bool give_credentials(pjsip_dialog* dialog, const std::vector<config::Auth>& realms, const config::Auth* any)
{
    std::vector<pjsip_cred_info> all;
    for (const auto& auth : realms)
        all.push_back(credentials_of(dialog, auth));
    if (any)
        all.push_back(credentials_of(dialog, *any));
    return !all.empty() && pjsip_auth_clt_set_credentials(&dialog->auth_sess, static_cast<int>(all.size()), all.data()) == PJ_SUCCESS;
}

}  // namespace

void CallSession::offer_credentials()
{
    if (can_prove_ || !begun_.endpoint || !inv_)
        return;
    auto status = begun_.core.directory().find(begun_.endpoint->name);
    auto auth = status ? status->auth : nullptr;
    auto config = begun_.core.config();
    auto own = std::ranges::find(config->auths, begun_.endpoint->outbound_auth, &config::Auth::name);
    if (own != config->auths.end())
        auth = std::make_shared<const config::Auth>(*own);
    can_prove_ = give_credentials(inv_->dlg, endpoint::realm_auths_of(*config, begun_.endpoint.get()), auth.get());
}

void CallSession::invite(OutgoingCall call, const EndpointStatus* status)
{
    pj::register_thread();
    if (finished_)
        return;
    if (hanging_up_)
        return fail(487, "Request Terminated");
    asked_ = std::make_unique<OutgoingCall>(std::move(call));
    if (auto made = make_uac(*asked_, status); made != PJ_SUCCESS && !try_elsewhere()) {
        log::warning("Unable to call {}: {}", begun_.remote.text(), pj::error_text(made));
        fail(503, "Service Unavailable");
    }
}

bool CallSession::try_elsewhere()
{
    while (asked_ && !asked_->via_others.empty() && !answered_ && !hanging_up_) {
        auto failed = std::exchange(begun_.remote, asked_->via_others.front());
        asked_->via_others.erase(asked_->via_others.begin());
        begun_.core.locator().note_failure(failed);
        log::notice("The call goes to {}: {} does not serve it", begun_.remote.text(), failed.text());
        answer_alarm_.cancel();
        timed_out_ = false;
        release();
        if (!begun_.host.empty())
            begun_.core.pin(begun_.host, begun_.remote);
        if (make_uac(*asked_, nullptr) == PJ_SUCCESS)
            return true;
    }
    return false;
}

pj_status_t CallSession::make_uac(const OutgoingCall& call, const EndpointStatus* status)
{
    auto config = begun_.core.config();
    auto ours = our_party(call, begun_.endpoint.get(), config->global,
                          {begun_.local_address, begun_.core.local_address_to(begun_.remote, begun_.protocol).port()});
    auto local_uri = name_addr(ours);
    auto target = target_uri(call, status, status ? status->address : begun_.remote);
    auto remote_uri = to_uri(call, target);
    auto own = begun_.core.contact_uri(escape_user(ours.user), begun_.remote, begun_.protocol);
    auto contact = std::format("<{}>", stack::as_secure_as(std::move(own), target));
    auto pj_local = pj::borrow(local_uri);
    auto pj_contact = pj::borrow(contact);
    auto pj_remote = pj::borrow(remote_uri);
    auto pj_target = pj::borrow(target);
    pjsip_dialog* dialog = nullptr;
    if (auto made = pjsip_dlg_create_uac(pjsip_ua_instance(), &pj_local, &pj_contact, &pj_remote, &pj_target, &dialog);
        made != PJ_SUCCESS)
        return made;
    pj::DialogLock lock{dialog};
    add_to_parameter(dialog, call.to_parameters);
    dialog->call_id->id = pj::dup(dialog->pool, begun_.call_id);
    dialog->local.cseq = std::max(dialog->local.cseq, least_cseq_);
    pjsip_inv_session* inv = nullptr;
    if (auto made = pjsip_inv_create_uac(dialog, nullptr, 0, &inv); made != PJ_SUCCESS) {
        pjsip_dlg_terminate(dialog);
        return made;
    }
    adopt(inv);
    can_prove_ = give_credentials(dialog, endpoint::realm_auths_of(*config, begun_.endpoint.get()), begun_.auth.get());
    return send_invite(call);
}

pj_status_t CallSession::send_invite(const OutgoingCall& call)
{
    auto config = begun_.core.config();
    auto* dialog = inv_->dlg;
    pjsip_tx_data* tdata = nullptr;
    if (auto made = pjsip_inv_invite(inv_, &tdata); made != PJ_SUCCESS) {
        pjsip_inv_terminate(inv_, 500, PJ_FALSE);
        return made;
    }
    say_abilities(tdata);
    add_headers(tdata, ask_timer(timer_rules_, timer_));
    if (begun_.endpoint && begun_.endpoint->reliability == config::Reliability::required)
        add_headers(tdata, {{"Require", "100rel"}});
    auto hops = call.max_forwards ? *call.max_forwards : begun_.endpoint ? begun_.endpoint->max_forwards : config->global.max_forwards;
    set_max_forwards(tdata, hops);
    add_headers(tdata, call.headers);
    set_description(tdata, call.offer ? &*call.offer : nullptr);
    update([&](SessionSnapshot& s) {
        s.local_tag = pj::copy(dialog->local.info->tag);
        s.local_uri = pj::print(dialog->local.info->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.remote_uri = pj::print(dialog->remote.info->uri, PJSIP_URI_IN_FROMTO_HDR);
        s.headers = read_headers(tdata->msg);
        s.local_contact = local_contact_of(dialog);
        s.request_uri = pj::print(tdata->msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
        s.last_message = "Init: INVITE";
    });
    if (auto sent = pjsip_inv_send_msg(inv_, tdata); sent != PJ_SUCCESS) {
        pjsip_inv_terminate(inv_, 503, PJ_FALSE);
        return sent;
    }
    answer_alarm_.set(begun_.core.pj_endpoint(), timer_b(begun_.endpoint.get(), config->global), shared_from_this(), &CallSession::give_up);
    return PJ_SUCCESS;
}

bool CallSession::ask_for_longer(const std::vector<Header>& headers)
{
    auto words = read_timer(headers);
    constexpr unsigned most_tries = 4;
    if (!asked_ || !inv_ || hanging_up_ || offering_tries_ >= most_tries || !words || !raise_timer(timer_rules_, *words))
        return false;
    ++offering_tries_;
    least_cseq_ = inv_->dlg->local.cseq;
    release();
    superseded_ = true;
    auto status = begun_.endpoint ? begun_.core.directory().find(begun_.endpoint->name) : std::nullopt;
    if (make_uac(*asked_, status ? &*status : nullptr) != PJ_SUCCESS) {
        superseded_ = false;
        return false;
    }
    return true;
}

void CallSession::give_up()
{
    answer_alarm_.came();
    if (!inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    if (inv_->state != PJSIP_INV_STATE_CALLING || !inv_->invite_tsx || inv_->invite_tsx->status_code >= 100)
        return;
    timed_out_ = true;
    pjsip_tsx_terminate(inv_->invite_tsx, PJSIP_SC_TSX_TIMEOUT);
}

}  // namespace sipcore::session

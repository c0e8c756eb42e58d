// SPDX-License-Identifier: GPL-2.0-only
/** @file How a request gets in. An answer always goes out before it is told of, so that the time it takes tells nothing of
 *  what is written down about it. */
#include "stack/admission.h"

#include <algorithm>
#include <vector>

#include "pj/text.h"
#include "sipcore/device_source.h"
#include "sipcore/log.h"
#include "sipcore/log_text.h"
#include "sipcore/security.h"
#include "stack/directory.h"
#include "stack/domains.h"
#include "stack/reception.h"
#include "stack/respond.h"
#include "transport/intake.h"
#include "transport/pre_reader.h"

namespace sipcore::stack {

namespace {

/** The user part of a header's URI, escapes undone; the host where there is no user. */
std::string user_of(const pjsip_uri* uri)
{
    auto* sip = pj::sip_uri(uri);
    if (!sip)
        return {};
    return sip->user.slen > 0 ? pj::unescape(pj::view(sip->user)) : pj::copy(sip->host);
}

/** The host of a header's URI; empty where it is no SIP URI. */
std::string host_of(const pjsip_uri* uri)
{
    auto* sip = pj::sip_uri(uri);
    return sip ? pj::copy(sip->host) : std::string{};
}

/** The name by which an endpoint is looked up: the user of From, or that of the credentials where these go first.
 *  @option{match_auth_username} @option{legacy_useroption_parsing} */
std::string claimed_name(const pjsip_rx_data* rdata, const config::Global& global)
{
    if (global.match_auth_username) {
        for (const char* header : {"Authorization", "Proxy-Authorization"}) {
            auto credentials = auth::parse_credentials(pj::header_text(rdata->msg_info.msg, header));
            if (credentials && !credentials->username.empty())
                return credentials->username;
        }
    }
    auto name = user_of(rdata->msg_info.from->uri);
    return global.ignore_uri_user_options ? name.substr(0, name.find(';')) : name;
}

/** Whether the top Via names another address than the one that the message came from. @rfc{3261,18.2.1} */
bool behind_nat(const pjsip_rx_data* rdata, const SocketAddress& source)
{
    auto host = IpAddress::parse(pj::view(rdata->msg_info.via->sent_by.host));
    return !host || *host != source.ip();
}

/** Makes answers go to the port that the request came from, as if it had asked for it, where the mode is so. @rfc{3581,4} */
void route_answers(pjsip_rx_data* rdata, config::NatMode mode, const SocketAddress& source)
{
    if (mode == config::NatMode::on || (mode == config::NatMode::automatic && behind_nat(rdata, source)))
        rdata->msg_info.via->rport_param = source.port();
}

/** What an attempt was, before it is known how it ends. */
Attempt attempt_of(pjsip_rx_data* rdata, std::string_view method, const Reception& reception)
{
    const auto& info = rdata->msg_info;
    Attempt attempt;
    attempt.method = method;
    attempt.from_uri = pj::print(static_cast<const pjsip_uri*>(pjsip_uri_get_uri(info.from->uri)));
    attempt.account = user_of(method == "REGISTER" ? info.to->uri : info.msg->line.req.uri);
    attempt.call_id = pj::view(info.cid->id);
    attempt.source = reception.source;
    attempt.local = {reception.local_address, static_cast<std::uint16_t>(rdata->tp_info.transport->local_name.port)};
    attempt.protocol = reception.protocol;
    return attempt;
}

/** Adds From and To as they were written, for the log. */
void add_words(Attempt& attempt, const pjsip_rx_data* rdata)
{
    const auto& info = rdata->msg_info;
    auto message = transport::outline({info.msg_buf, static_cast<std::size_t>(std::max(info.len, 0))}, {});
    if (!message)
        return;
    attempt.from = message->header("From", 'f').value_or("");
    attempt.to = message->header("To", 't').value_or("");
}

/** What somebody must prove who may be whom it says; null when nothing is asked. */
const config::Auth* asked_of(const EndpointStatus& status, std::string_view method)
{
    bool free = method != "REGISTER" && status.endpoint->identify_by.invite_without_auth;
    return free ? nullptr : status.auth.get();
}

/** Whether a password stands between anybody and this. */
bool has_password(const config::Auth* auth)
{
    return auth && !(auth->password.empty() && auth->md5_cred.empty());
}

/** Whether an endpoint may register over what a request came over: one that it may use, or uses already. */
bool may_use(const EndpointStatus& status, config::Protocol protocol)
{
    const auto& may = status.endpoint->transports;
    return std::ranges::find(may, protocol) != may.end() || (status.binding && status.binding->protocol == protocol);
}

/** The name of the list that refuses an address: of a named one, or the host's word for rules of one's own. */
std::string refusing_list(const config::Access& access, const IpAddress& ip)
{
    auto refuses = [&ip](const config::NamedAccessList& each) { return !each.list->allows(ip); };
    auto named = std::ranges::find_if(access.named, refuses);
    bool own = !static_cast<const AccessList&>(access).allows(ip);
    return own || named == access.named.end() ? "(BASELINE)" : named->name;
}

/** The ending that is told where one was doubted from the start: the doubt, unless that is only that nobody knows it. */
Ending told(Ending doubt, Ending ending)
{
    return doubt == Ending::let_in || doubt == Ending::unknown ? ending : doubt;
}

}  // namespace

Admission::Suspect Admission::identify_account(pjsip_rx_data* rdata, std::string_view account) const
{
    const auto& reception = *Reception::current();
    auto found = account.empty() ? std::nullopt : core_.directory().with_aor(account);
    if (!takes_registrations(*core_.config(), host_of(rdata->msg_info.to->uri)))
        return {std::move(found), Ending::foreign_domain};
    if (!found)
        found = created(account);
    if (!found)
        return {std::nullopt, Ending::unknown};
    if (!found->endpoint->acl.allows(reception.source.ip()))
        return {std::move(found), Ending::denied};
    if (found->aor->max_contacts == 0)
        return {std::move(found), Ending::not_dynamic};
    return {std::move(found), Ending::let_in};
}

std::optional<EndpointStatus> Admission::created(std::string_view account) const
{
    constexpr std::size_t longest = 80;
    auto config = core_.config();
    bool plain = log::between('\'', account) == account && account.find_first_of("/@&,| ") == std::string_view::npos;
    if (config->global.auto_create == config::AutoCreate::no || account.empty() || account.size() > longest || !plain ||
        core_.directory().find(account))
        return std::nullopt;
    auto endpoint = std::make_shared<config::Endpoint>(config->guest);
    endpoint->name = endpoint->aors = account;
    endpoint->auth.clear();
    endpoint->identify_by.by_username = false;
    endpoint->identify_by.by_address = true;
    auto aor = std::make_shared<config::Aor>();
    aor->name = account;
    aor->max_contacts = 1;
    aor->minimum_expiration = config->global.minimum_expiration;
    aor->maximum_expiration = config->global.maximum_expiration;
    aor->default_expiration = config->global.default_expiration;
    if (config->global.qualify_timeout.count() > 0) {
        aor->qualify_frequency = config->global.qualify_frequency;
        aor->qualify_timeout = config->global.qualify_timeout;
    }
    EndpointStatus status;
    status.endpoint = std::move(endpoint);
    status.aor = std::move(aor);
    status.created = true;
    return status;
}

Admission::Suspect Admission::identify(pjsip_rx_data* rdata, std::string_view method,
                                       const std::optional<MethodTable::Row>& row) const
{
    if (row && method == "REGISTER")
        return identify_account(rdata, row->handler->account_of(*rdata));
    auto& directory = core_.directory();
    const auto& source = Reception::current()->source;
    auto name = claimed_name(rdata, core_.config()->global);
    auto found = method == "SUBSCRIBE" ? directory.find(name) : directory.named(name);
    if (!found && method != "SUBSCRIBE")
        found = directory.at(source, Reception::current()->protocol, user_of(rdata->msg_info.msg->line.req.uri));
    if (!found)
        return {std::nullopt, Ending::unknown};
    bool welcome = found->endpoint->acl.allows(source.ip());
    return {std::move(found), welcome ? Ending::let_in : Ending::denied};
}

std::optional<Admission::Stranger> Admission::stranger(pjsip_rx_data* rdata, std::string_view method,
                                                       const std::optional<MethodTable::Row>& row) const
{
    auto config = core_.config();
    if ((!row && !config->global.auth_options_requests) || (row && !row->handler->needs_proof(*rdata)))
        return std::nullopt;
    const auto& directory = core_.directory();
    if (row && method == "REGISTER") {
        auto account = row->handler->account_of(*rdata);
        return account.empty() || directory.with_aor(account) ? std::nullopt : std::optional{Stranger{std::move(account)}};
    }
    auto name = claimed_name(rdata, config->global);
    const auto& reception = *Reception::current();
    if (method == "SUBSCRIBE" ? directory.find(name) : directory.named(name))
        return std::nullopt;
    if (directory.at(reception.source, reception.protocol, user_of(rdata->msg_info.msg->line.req.uri)))
        return std::nullopt;
    return Stranger{std::move(name)};
}

Admission::Passage Admission::admit(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row)
{
    auto& reception = *Reception::current();
    auto config = core_.config();
    if (row) {
        if (auto refusal = row->handler->refuse_early(*rdata)) {
            respond(core_.pj_endpoint(), rdata, refusal->status, refusal->reason);
            return Passage::answered;
        }
        if (!row->handler->needs_proof(*rdata)) {
            auto sender = core_.directory().at(reception.source, reception.protocol, user_of(rdata->msg_info.msg->line.req.uri));
            if (sender && sender->endpoint->acl.allows(reception.source.ip()))
                reception.endpoint = std::move(sender);
            return Passage::go_on;
        }
    }
    // Before somebody has proved who it is, answers must not go the way of an endpoint: that would tell that there is one.
    auto asked_port = rdata->msg_info.via->rport_param;
    route_answers(rdata, config::NatMode::automatic, reception.source);
    if ((!row && !config->global.auth_options_requests) || (method == "MESSAGE" && !config->global.auth_message_requests))
        return Passage::go_on;  // as a guest's: whom it says it is from is not proved
    auto suspect = identify(rdata, method, row);
    if (!suspect.status && (!row || row->guests == Guests::allowed) && config->global.allow_guest)
        return Passage::go_on;
    auto attempt = attempt_of(rdata, method, reception);
    if (suspect.status)
        attempt.endpoint = suspect.status->endpoint->name;
    if (suspect.doubt == Ending::denied)
        attempt.list = refusing_list(suspect.status->endpoint->acl, reception.source.ip());
    bool all_alike = config->global.always_auth_reject;
    bool doubted = suspect.doubt != Ending::let_in;
    const auto* asked = doubted ? nullptr : asked_of(*suspect.status, method);
    attempt.using_password = has_password(doubted ? nullptr : suspect.status->auth.get());
    if (doubted && !all_alike)
        attempt.ending = suspect.doubt;
    else
        attempt.ending = doubted || asked ? prove(rdata, asked, attempt) : Ending::let_in;
    if (attempt.ending == Ending::let_in && method == "REGISTER" && !may_use(*suspect.status, attempt.protocol))
        attempt.ending = Ending::bad_transport;
    auto answered = attempt.ending;
    if (answered != Ending::let_in && answered != Ending::challenged) {
        auto error = refusal_of(method, answered, all_alike);
        respond(core_.pj_endpoint(), rdata, error.status, error.reason);
    }
    attempt.ending = told(suspect.doubt, answered);
    if (attempt.ending != Ending::let_in && attempt.ending != Ending::challenged)
        add_words(attempt, rdata);
    report(attempt);
    if (answered != Ending::let_in)
        return Passage::answered;
    rdata->msg_info.via->rport_param = asked_port;
    route_answers(rdata, suspect.status->endpoint->force_rport, reception.source);
    reception.endpoint = std::move(suspect.status);
    if (auto* devices = device_source())
        devices->used(reception.endpoint->endpoint->name);
    if (auto* packet = transport::current_packet(); packet && packet->flow)
        packet->flow->note_authenticated();
    return Passage::go_on;
}

Ending Admission::prove(pjsip_rx_data* rdata, const config::Auth* auth, Attempt& attempt) const
{
    auto config = core_.config();
    auto now = core_.clock().now();
    const auto& info = rdata->msg_info;
    const auto& realm = auth && !auth->realm.empty() ? auth->realm
                                                     : realm_for(*config, host_of(info.from->uri), host_of(info.to->uri));
    auto uri = pj::print(rdata->msg_info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
    auto values = pj::header_texts(rdata->msg_info.msg, "Authorization", 8);
    auto credentials = auth::credentials_for(values, realm);
    if (credentials) {
        attempt.nonce = attempt.received_nonce = credentials->nonce;
        attempt.received_response = credentials->response;
        attempt.received_name = credentials->username;
    }
    auth::Request request{attempt.method, uri, attempt.call_id, config->global.default_auth_algorithms_uas};
    auto decision = auth::decide(request, credentials, auth, realm, mint_, now);
    switch (decision) {
    case auth::Decision::accept:
        return Ending::let_in;
    case auth::Decision::challenge:
    case auth::Decision::challenge_stale:
        challenge(rdata, realm, decision == auth::Decision::challenge_stale, attempt);
        return Ending::challenged;
    case auth::Decision::refuse:
        break;
    }
    if (!auth || attempt.received_name == auth->username)
        return Ending::wrong_password;
    attempt.expected_name = auth->username;
    return Ending::wrong_name;
}

void Admission::challenge(pjsip_rx_data* rdata, std::string_view realm, bool stale, Attempt& attempt) const
{
    attempt.nonce = mint_.make(attempt.call_id, core_.clock().now());
    ExtraHeaders headers;
    auto config = core_.config();
    for (auto algorithm : config->global.default_auth_algorithms_uas)
        headers.emplace_back("WWW-Authenticate", auth::challenge_text(realm, attempt.nonce, stale, algorithm));
    respond(core_.pj_endpoint(), rdata, 401, "", headers);
}

void Admission::report(const Attempt& attempt) const
{
    if (attempt.ending == Ending::denied)
        log::notice("SIP Peer ACL: Rejecting '{}' due to a failure to pass ACL '{}'", attempt.source.ip().text(), attempt.list);
    if (attempt.ending == Ending::not_dynamic)
        log::error("Peer '{}' is trying to register, but not configured as host=dynamic", log::between('\'', attempt.account));
    if (attempt.ending == Ending::wrong_name)
        log::warning("username mismatch, have <{}>, digest has <{}>", attempt.expected_name,
                     log::between('\'', attempt.received_name));
    auto config = core_.config();
    const auto& global = config->global;
    auto cause = global.auth_failure_events ? rejection_cause(attempt, global.always_auth_reject) : std::string_view{};
    if (!cause.empty())
        security::report(Rejection{attempt.endpoint, std::string{cause}, attempt.source});
    if (auto text = log_text(attempt))
        log::notice("{}", *text);
    if (auto event = security::observed() ? event_of(attempt) : std::nullopt)
        security::report(std::move(*event));
}

}  // namespace sipcore::stack

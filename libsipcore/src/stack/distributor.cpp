// SPDX-License-Identifier: GPL-2.0-only
/** @file The way of a message through the stack. */
#include "stack/distributor.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "stack/directory.h"
#include "pj/guarded.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "stack/respond.h"
#include "transport/intake.h"

namespace sipcore::stack {

namespace {

/** Work that waits longer than this turns new calls away. */
constexpr std::chrono::milliseconds patience{200};
/** What a caller who is turned away is told to wait, in seconds. */
constexpr std::string_view retry_after = "5";
/** Methods of RFC 3261 and its family: 405 rather than 501 where nobody answers them. */
constexpr std::array<std::string_view, 13> known_methods{"INVITE", "ACK",    "BYE",     "CANCEL", "REGISTER", "OPTIONS", "INFO",
                                                         "PRACK",  "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER",    "MESSAGE"};

/** The one distributor, for PJSIP's callbacks. */
Distributor* distributor = nullptr;

/** PJSIP asks it before transactions. */
pjsip_module first_module = {
    nullptr, nullptr, {const_cast<char*>("sip-distributor"), 15}, -1, PJSIP_MOD_PRIORITY_TRANSPORT_LAYER + 1, nullptr, nullptr,
    nullptr, nullptr,
    [](pjsip_rx_data* rdata) -> pj_bool_t {
        return pj::guarded("request", pj_bool_t{PJ_FALSE},
                           [&]() -> pj_bool_t { return distributor && distributor->on_request(rdata); });
    },
    [](pjsip_rx_data* rdata) -> pj_bool_t {
        return pj::guarded("response", pj_bool_t{PJ_FALSE},
                           [&]() -> pj_bool_t { return distributor && distributor->on_response(rdata); });
    },
    [](pjsip_tx_data* tdata) -> pj_status_t {
        pj::guarded("send", [&] { if (distributor) distributor->on_send(tdata, false); });
        return PJ_SUCCESS;
    },
    [](pjsip_tx_data* tdata) -> pj_status_t {
        pj::guarded("send", [&] { if (distributor) distributor->on_send(tdata, true); });
        return PJ_SUCCESS;
    },
    nullptr};

/** PJSIP asks it before its dialogs, for those that are a feature's own. */
pjsip_module middle_module = {
    nullptr, nullptr, {const_cast<char*>("sip-own-dialogs"), 15}, -1, PJSIP_MOD_PRIORITY_UA_PROXY_LAYER - 1, nullptr, nullptr,
    nullptr, nullptr,
    [](pjsip_rx_data* rdata) -> pj_bool_t {
        return pj::guarded("dialog", pj_bool_t{PJ_FALSE},
                           [&]() -> pj_bool_t { return distributor && distributor->on_owned(rdata); });
    },
    nullptr, nullptr, nullptr, nullptr};

/** PJSIP asks it when transactions and dialogs did not take a request. */
pjsip_module last_module = {
    nullptr, nullptr, {const_cast<char*>("sip-features"), 12}, -1, PJSIP_MOD_PRIORITY_APPLICATION, nullptr, nullptr,
    nullptr, nullptr,
    [](pjsip_rx_data* rdata) -> pj_bool_t {
        return pj::guarded("feature", pj_bool_t{PJ_FALSE},
                           [&]() -> pj_bool_t { return distributor && distributor->on_unclaimed(rdata); });
    },
    nullptr, nullptr, nullptr, nullptr};

/** The Call-ID of a message. */
std::string_view call_id(const pjsip_rx_data* rdata)
{
    return pj::view(rdata->msg_info.cid->id);
}

/** The user part of a header's URI, escapes undone; the host where there is no user. */
std::string user_of(const pjsip_uri* uri)
{
    auto* sip = pj::sip_uri(uri);
    if (!sip)
        return {};
    return sip->user.slen > 0 ? pj::unescape(pj::view(sip->user)) : pj::copy(sip->host);
}

/** Whether the top Via names another address than the one that the message came from. @rfc{3261,18.2.1} */
bool behind_nat(const pjsip_rx_data* rdata, const SocketAddress& source)
{
    auto host = IpAddress::parse(pj::view(rdata->msg_info.via->sent_by.host));
    return !host || *host != source.ip();
}

/** Takes the session description out of a message: offer and answer are ours, and PJSIP must not see them. */
void detach_description(pjsip_rx_data* rdata, Reception& reception)
{
    auto* body = rdata->msg_info.msg->body;
    if (!body || !body->data)
        return;
    auto type = pj::borrow("application");
    auto subtype = pj::borrow("sdp");
    auto multipart = pj::borrow("multipart");
    if (pj_stricmp(&body->content_type.type, &multipart) == 0) {
        pjsip_media_type wanted;
        pjsip_media_type_init(&wanted, &type, &subtype);
        auto* part = pjsip_multipart_find_part(body, &wanted, nullptr);
        body = part ? part->body : nullptr;
    } else if (pj_stricmp(&body->content_type.type, &type) != 0 || pj_stricmp(&body->content_type.subtype, &subtype) != 0) {
        body = nullptr;
    }
    if (!body)
        return;
    reception.sdp = std::string{static_cast<const char*>(body->data), body->len};
    rdata->msg_info.msg->body = nullptr;
}

/** Makes answers go to the port that the request came from, as if it had asked for it. @rfc{3581,4} */
void answer_to_source(pjsip_rx_data* rdata, const SocketAddress& source)
{
    rdata->msg_info.via->rport_param = source.port();
}

}  // namespace

Distributor::Distributor(DistributorParts parts) : parts_{std::move(parts)}
{
    assert(!distributor);
    distributor = this;
    first_module.id = middle_module.id = last_module.id = -1;
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &first_module);
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &middle_module);
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &last_module);
}

Distributor::~Distributor()
{
    distributor = nullptr;
}

bool Distributor::on_request(pjsip_rx_data* rdata)
{
    auto* reception = Reception::current();
    auto* packet = transport::current_packet();
    if (!reception || !packet)
        return true;
    reception->source = packet->source;
    reception->local_address = packet->destination;
    reception->protocol = packet->protocol;
    const auto& line = rdata->msg_info.msg->line.req;
    auto method = pj::view(line.method.name);
    bool in_dialog = rdata->msg_info.to->tag.slen > 0;
    if (line.method.id == PJSIP_ACK_METHOD || line.method.id == PJSIP_CANCEL_METHOD)
        return to_strand(rdata);
    auto row = parts_.methods.find(method);
    if (in_dialog && !(row && owned(*row, rdata)))
        return to_strand(rdata);
    if (!row && line.method.id != PJSIP_OPTIONS_METHOD) {
        refuse_method(rdata, method);
        return true;
    }
    if (line.method.id == PJSIP_INVITE_METHOD && overloaded()) {
        respond(parts_.core.pj_endpoint(), rdata, 503, "", {{"Retry-After", std::string{retry_after}}});
        return true;
    }
    if (admit(rdata, method, row) == Passage::answered)
        return true;
    if (!row) {
        answer_options(rdata);
        return true;
    }
    return to_strand(rdata);
}

bool Distributor::on_response(pjsip_rx_data* rdata)
{
    auto* reception = Reception::current();
    auto* packet = transport::current_packet();
    if (!reception || !packet)
        return true;
    reception->source = packet->source;
    reception->local_address = packet->destination;
    reception->protocol = packet->protocol;
    if (rdata->msg_info.cseq->method.id == PJSIP_OPTIONS_METHOD && parts_.responses.on_response(call_id(rdata), packet->source))
        return true;
    return to_strand(rdata);
}

bool Distributor::to_strand(pjsip_rx_data* rdata)
{
    auto* reception = Reception::current();
    auto& strand = parts_.core.strands().of(call_id(rdata));
    reception->strand = &strand;
    detach_description(rdata, *reception);
    if (strand.try_enter()) {
        reception->entered = true;
        return false;
    }
    pjsip_rx_data* kept = nullptr;
    if (pjsip_rx_data_clone(rdata, 0, &kept) != PJ_SUCCESS)
        return true;
    strand.post([this, kept, &strand, source = reception->source, local = reception->local_address,
                 protocol = reception->protocol, endpoint = reception->endpoint, sdp = reception->sdp] {
        {
            Reception later;
            later.sdp = sdp;
            later.source = source;
            later.local_address = local;
            later.protocol = protocol;
            later.endpoint = endpoint;
            later.strand = &strand;
            pjsip_process_rdata_param param;
            pjsip_process_rdata_param_default(&param);
            param.start_prio = PJSIP_MOD_PRIORITY_TRANSPORT_LAYER + 2;
            param.silent = PJ_TRUE;
            pjsip_endpt_process_rx_data(parts_.core.pj_endpoint(), kept, &param, nullptr);
        }
        pjsip_rx_data_free_cloned(kept);
    });
    return true;
}

void Distributor::refuse_method(pjsip_rx_data* rdata, std::string_view method)
{
    bool known = std::ranges::find(known_methods, method) != known_methods.end();
    respond(parts_.core.pj_endpoint(), rdata, known ? 405 : 501, "", {{"Allow", parts_.methods.allow()}});
}

std::optional<EndpointStatus> Distributor::identify(pjsip_rx_data* rdata, const std::optional<MethodTable::Row>& row) const
{
    auto& directory = parts_.core.directory();
    if (row) {
        if (auto account = row->handler->account_of(*rdata); !account.empty())
            return directory.with_aor(account);
    }
    auto from = user_of(rdata->msg_info.from->uri);
    if (auto found = directory.named(from))
        return found;
    return directory.at(Reception::current()->source);
}

Distributor::Passage Distributor::admit(pjsip_rx_data* rdata, std::string_view method,
                                        const std::optional<MethodTable::Row>& row)
{
    auto& reception = *Reception::current();
    auto config = parts_.core.config();
    if (row) {
        if (auto refusal = row->handler->refuse_early(*rdata)) {
            respond(parts_.core.pj_endpoint(), rdata, refusal->status, refusal->reason);
            return Passage::answered;
        }
        if (!row->handler->needs_proof(*rdata)) {
            auto sender = parts_.core.directory().at(reception.source);
            if (sender && sender->endpoint->acl.allows(reception.source.ip()))
                reception.endpoint = std::move(sender);
            return Passage::go_on;
        }
    }
    auto found = identify(rdata, row);
    auto force_rport = found ? found->endpoint->force_rport : config::NatMode::automatic;
    if (force_rport == config::NatMode::on ||
        (force_rport == config::NatMode::automatic && behind_nat(rdata, reception.source)))
        answer_to_source(rdata, reception.source);
    if (!row && !config->global.auth_options_requests) {
        reception.endpoint = std::move(found);
        return Passage::go_on;
    }
    bool admitted = found && found->endpoint->acl.allows(reception.source.ip());
    if (!found && (!row || row->guests == Guests::allowed) && config->global.allow_guest)
        return Passage::go_on;
    if (!admitted && !config->global.always_auth_reject) {
        respond(parts_.core.pj_endpoint(), rdata, 403, "");
        return Passage::answered;
    }
    bool open = admitted && (!found->auth || (method == "INVITE" && found->endpoint->identify_by.invite_without_auth));
    if (!open && authenticate(rdata, method, admitted ? found->auth.get() : nullptr) == Passage::answered)
        return Passage::answered;
    reception.endpoint = std::move(found);
    if (auto* packet = transport::current_packet(); packet && packet->flow)
        packet->flow->note_authenticated();
    return Passage::go_on;
}

Distributor::Passage Distributor::authenticate(pjsip_rx_data* rdata, std::string_view method, const config::Auth* auth)
{
    auto config = parts_.core.config();
    auto now = parts_.core.clock().now();
    const auto& realm = auth && !auth->realm.empty() ? auth->realm : config->global.realm;
    auto uri = pj::print(rdata->msg_info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
    auto credentials = auth::parse_credentials(pj::header_text(rdata->msg_info.msg, "Authorization"));
    auto decision = auth::decide({method, uri, call_id(rdata)}, credentials, auth, realm, parts_.mint, now);
    switch (decision) {
    case auth::Decision::accept:
        return Passage::go_on;
    case auth::Decision::challenge:
    case auth::Decision::challenge_stale: {
        auto nonce = parts_.mint.make(call_id(rdata), now);
        bool stale = decision == auth::Decision::challenge_stale;
        respond(parts_.core.pj_endpoint(), rdata, 401, "", {{"WWW-Authenticate", auth::challenge_text(realm, nonce, stale)}});
        return Passage::answered;
    }
    case auth::Decision::refuse:
        log::notice("{} from '{}' failed for '{}' - Wrong password", method,
                    log::printable(pj::print(rdata->msg_info.from->uri, PJSIP_URI_IN_FROMTO_HDR)),
                    Reception::current()->source.text());
        respond(parts_.core.pj_endpoint(), rdata, 403, "");
        return Passage::answered;
    }
    return Passage::answered;
}

void Distributor::answer_options(pjsip_rx_data* rdata)
{
    auto config = parts_.core.config();
    auto* uri = pj::sip_uri(rdata->msg_info.msg->line.req.uri);
    if (!uri)
        return respond(parts_.core.pj_endpoint(), rdata, 416, "Unsupported URI scheme");
    const auto& endpoint = Reception::current()->endpoint;
    const auto& context = endpoint && config->global.auth_options_requests ? endpoint->endpoint->context : config->global.context;
    auto user = uri->user.slen > 0 ? pj::unescape(pj::view(uri->user)) : std::string{"s"};
    auto* dialplan = parts_.core.ports().dialplan;
    bool exists = uri->user.slen == 0 || !dialplan || dialplan->exists(context, user);
    respond(parts_.core.pj_endpoint(), rdata, exists ? 200 : 404, exists ? "OK" : "Not Found",
            {{"Allow", parts_.methods.allow()}, {"Supported", "replaces, timer"}, {"Accept", "application/sdp"}});
}

bool Distributor::overloaded() const
{
    return parts_.workers.oldest_wait() > patience;
}

bool Distributor::on_unclaimed(pjsip_rx_data* rdata)
{
    auto* reception = Reception::current();
    const auto& line = rdata->msg_info.msg->line.req;
    if (line.method.id == PJSIP_ACK_METHOD)
        return true;
    bool in_dialog = rdata->msg_info.to->tag.slen > 0;
    auto row = parts_.methods.find(pj::view(line.method.name));
    if (in_dialog || line.method.id == PJSIP_CANCEL_METHOD || !row || !reception) {
        respond(parts_.core.pj_endpoint(), rdata, 481, "Call/Transaction Does Not Exist");
        return true;
    }
    hand_over(rdata, *row);
    return true;
}

void Distributor::hand_over(pjsip_rx_data* rdata, const MethodTable::Row& row)
{
    auto* reception = Reception::current();
    std::shared_lock working{*row.gate};
    // The claim may have gone while the message waited for its strand.
    if (!parts_.methods.find(row.name))
        return refuse_method(rdata, row.name);
    IncomingRequest request{rdata, reception->endpoint, reception->source, reception->local_address, reception->strand,
                            reception->protocol};
    row.handler->on_request(request);
}

bool Distributor::owned(const MethodTable::Row& row, const pjsip_rx_data* rdata) const
{
    std::shared_lock working{*row.gate, std::try_to_lock};
    return working && parts_.methods.find(row.name) && row.handler->owns_dialog(*rdata);
}

bool Distributor::on_owned(pjsip_rx_data* rdata)
{
    if (rdata->msg_info.to->tag.slen == 0 || !Reception::current())
        return false;
    const auto& method = rdata->msg_info.msg->line.req.method;
    if (method.id != PJSIP_OTHER_METHOD)
        return false;
    auto row = parts_.methods.find(pj::view(method.name));
    if (!row || !owned(*row, rdata))
        return false;
    hand_over(rdata, *row);
    return true;
}

void Distributor::on_send(pjsip_tx_data* tdata, bool response)
{
    std::string_view name = response ? "Server" : "User-Agent";
    auto wanted = pj::borrow(name);
    if (pjsip_msg_find_hdr_by_name(tdata->msg, &wanted, nullptr))
        return;
    auto config = parts_.core.config();
    if (!config->global.user_agent.empty())
        add_header(tdata, name, config->global.user_agent);
    if (tdata->buf.start)
        pjsip_tx_data_invalidate_msg(tdata);
}

}  // namespace sipcore::stack

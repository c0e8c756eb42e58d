// SPDX-License-Identifier: GPL-2.0-only
/** @file The way of a message through the stack. */
#include "stack/distributor.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "stack/directory.h"
#include "stack/domains.h"
#include "pj/encode.h"
#include "pj/guarded.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "sipcore/device_source.h"
#include "sipcore/log.h"
#include "sipcore/log_text.h"
#include "stack/overload.h"
#include "stack/past_transactions.h"
#include "stack/respond.h"
#include "transport/intake.h"

namespace sipcore::stack {

namespace {

/** Messages that wait for a strand at most: whoever sends more will send again. */
constexpr std::size_t most_waiting = 1024;
/** Methods of RFC 3261 and its family: 405 rather than 501 where nobody answers them. */
constexpr std::array<std::string_view, 13> known_methods{"INVITE", "ACK",    "BYE",     "CANCEL", "REGISTER", "OPTIONS", "INFO",
                                                         "PRACK",  "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER",    "MESSAGE"};

/** Methods that stand in dialogs alone: 481 outside of them, whoever sends them. */
constexpr std::array<std::string_view, 4> dialog_methods{"BYE", "INFO", "PRACK", "UPDATE"};
/** Extensions that a request to ourselves may require. @rfc{3261,8.2.2.3} */
constexpr std::array<std::string_view, 2> supported{"replaces", "timer"};

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

/** Whether the message that this thread works on was asked for elsewhere already. */
constinit thread_local bool asked_already = false;

/** The Call-ID of a message. */
std::string_view call_id(const pjsip_rx_data* rdata)
{
    return pj::view(rdata->msg_info.cid->id);
}

/** What of a Require header we do not do, parted by commas; empty when all is done. @rfc{3261,8.2.2.3} */
std::string unsupported_of(const pjsip_rx_data* rdata)
{
    std::string names;
    const auto* require = rdata->msg_info.require;
    for (unsigned i = 0; require && i < require->count; ++i) {
        auto name = pj::view(require->values[i]);
        if (!name.empty() && std::ranges::find(supported, name) == supported.end())
            names += (names.empty() ? "" : ", ") + std::string{name};
    }
    return names;
}

/** PJSIP's name of the transaction that a request belongs to or begins, in memory of the request's; empty when there is none. */
pj_str_t transaction_key(pjsip_rx_data* rdata)
{
    pj_str_t key{};
    pjsip_tsx_create_key(rdata->tp_info.pool, &key, PJSIP_ROLE_UAS, &rdata->msg_info.cseq->method, rdata);
    return key;
}

/** Whether a request belongs to a transaction that there is: it was sent again. */
bool has_transaction(pjsip_rx_data* rdata)
{
    auto key = transaction_key(rdata);
    return key.slen > 0 && pjsip_tsx_layer_find_tsx2(&key, PJ_FALSE) != nullptr;
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

}  // namespace

Distributor::Distributor(DistributorParts parts)
    : parts_{parts}, admission_{parts.core, parts.mint}, turn_away_{parts.core, parts.workers}
{
    parts_.workers.set_doorkeeper(&turn_away_);
    assert(!distributor);
    distributor = this;
    first_module.id = middle_module.id = last_module.id = -1;
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &first_module);
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &middle_module);
    pjsip_endpt_register_module(parts_.core.pj_endpoint(), &last_module);
}

Distributor::~Distributor()
{
    parts_.workers.set_doorkeeper(nullptr);
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
    parts_.core.overload().note_datagram(packet->waited);
    const auto& line = rdata->msg_info.msg->line.req;
    auto method = pj::view(line.method.name);
    bool in_dialog = rdata->msg_info.to->tag.slen > 0;
    if (line.method.id == PJSIP_ACK_METHOD || line.method.id == PJSIP_CANCEL_METHOD)
        return to_strand(rdata);
    auto row = parts_.methods.find(method);
    if (in_dialog && !(row && owned(*row, rdata)))
        return to_strand(rdata);
    if (row && !in_dialog && std::ranges::find(dialog_methods, method) != dialog_methods.end()) {
        respond(parts_.core.pj_endpoint(), rdata, 481, "Call/Transaction Does Not Exist");
        return true;
    }
    if (!row && line.method.id != PJSIP_OPTIONS_METHOD) {
        refuse_method(rdata, method);
        return true;
    }
    if (line.method.id == PJSIP_INVITE_METHOD && !may_begin(rdata)) {
        respond(parts_.core.pj_endpoint(), rdata, 503, "", {{"Retry-After", std::string{retry_after}}});
        return true;
    }
    if (!parts_.core.config()->global.acl.allows(packet->source.ip())) {
        static log::RateLimit limit;
        log::limited(limit, log::Level::notice, "{} from '{}' is refused by an access list for all", log::between('\'', method),
                     packet->source.text());
        respond(parts_.core.pj_endpoint(), rdata, 403, "Forbidden");
        return true;
    }
    if (device_source() && ask_elsewhere(rdata, method, row))
        return true;
    if (admission_.admit(rdata, method, row) == Admission::Passage::answered)
        return true;
    if (line.method.id == PJSIP_INVITE_METHOD && !is_for_us(rdata)) {
        respond(parts_.core.pj_endpoint(), rdata, 403, "Forbidden");
        return true;
    }
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
    parts_.core.overload().note_datagram(packet->waited);
    if (rdata->msg_info.cseq->method.id == PJSIP_OPTIONS_METHOD &&
        parts_.responses.on_response(call_id(rdata), rdata->msg_info.msg->line.status.code, packet->source))
        return true;
    return to_strand(rdata);
}

bool Distributor::to_strand(pjsip_rx_data* rdata)
{
    auto* reception = Reception::current();
    auto& strand = parts_.core.strands().of(call_id(rdata));
    reception->strand = &strand;
    detach_description(rdata, *reception);
    if (strand.waiting() >= most_waiting) {
        log::debug("dropped a message from {}: too many wait for their turn", reception->source.text());
        return true;
    }
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

bool Distributor::ask_elsewhere(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row)
{
    if (asked_already)
        return false;
    auto stranger = admission_.stranger(rdata, method, row);
    if (!stranger)
        return false;
    auto& strand = parts_.core.strands().of(call_id(rdata));
    if (strand.waiting() >= most_waiting)
        return false;
    pjsip_rx_data* copy = nullptr;
    if (pjsip_rx_data_clone(rdata, 0, &copy) != PJ_SUCCESS)
        return false;
    std::shared_ptr<pjsip_rx_data> kept{copy, [](pjsip_rx_data* gone) {
                                            pj::register_thread();
                                            pjsip_rx_data_free_cloned(gone);
                                        }};
    auto packet = *transport::current_packet();
    packet.flow = nullptr;  // the connection may be gone by then
    packet.waited = {};
    return device_source()->want(stranger->name, packet.source, [this, kept, packet, &strand](DeviceAnswer answer) {
        strand.post([this, kept, packet, answer] {
            transport::WorkingOn working{packet};
            if (answer == DeviceAnswer::unavailable)
                return respond(parts_.core.pj_endpoint(), kept.get(), 503, "", {{"Retry-After", std::string{retry_after}}});
            asked_already = true;
            parts_.workers.process(*kept);
            asked_already = false;
        });
    });
}

void Distributor::refuse_method(pjsip_rx_data* rdata, std::string_view method)
{
    bool known = std::ranges::find(known_methods, method) != known_methods.end();
    respond(parts_.core.pj_endpoint(), rdata, known ? 405 : 501, "", {{"Allow", parts_.methods.allow()}});
}

void Distributor::answer_options(pjsip_rx_data* rdata)
{
    auto config = parts_.core.config();
    if (auto names = unsupported_of(rdata); !names.empty())
        return respond(parts_.core.pj_endpoint(), rdata, 420, "", {{"Unsupported", names}});
    auto* uri = pj::sip_uri(rdata->msg_info.msg->line.req.uri);
    if (!uri)
        return respond(parts_.core.pj_endpoint(), rdata, 416, "Unsupported URI scheme");
    const auto& endpoint = Reception::current()->endpoint;
    const auto& context = endpoint && config->global.auth_options_requests ? endpoint->endpoint->context : config->global.context;
    auto written = uri->user.slen > 0 ? pj::view(uri->user) : std::string_view{"s"};
    auto user = config->global.pedantic || uri->user.slen == 0 ? std::string{written} : pj::written_user(rdata);
    auto* dialplan = parts_.core.ports().dialplan;
    bool exists = uri->user.slen == 0 || !dialplan || dialplan->exists(context, user);
    respond(parts_.core.pj_endpoint(), rdata, exists ? 200 : 404, exists ? "OK" : "Not Found",
            {{"Allow", parts_.methods.allow()}, {"Supported", "replaces, timer"}, {"Accept", "application/sdp"}});
}

bool Distributor::is_for_us(pjsip_rx_data* rdata) const
{
    auto* uri = pj::sip_uri(rdata->msg_info.msg->line.req.uri);
    if (!uri || takes_calls(*parts_.core.config(), pj::view(uri->host)))
        return true;
    static log::RateLimit limit;
    log::limited(limit, log::Level::notice, "Got SIP INVITE to non-local domain '{}'; refusing request.",
                 log::between('\'', pj::view(uri->host)));
    return false;
}

bool Distributor::may_begin(pjsip_rx_data* rdata)
{
    return parts_.core.overload().may_begin(parts_.workers.oldest_wait()) || has_transaction(rdata);
}

bool Distributor::answer_past(pjsip_rx_data* rdata)
{
    auto method = rdata->msg_info.msg->line.req.method.id;
    bool in_call = rdata->msg_info.to->tag.slen > 0 && method != PJSIP_ACK_METHOD;
    if (!in_call && method != PJSIP_INVITE_METHOD && method != PJSIP_CANCEL_METHOD)
        return false;
    auto status = parts_.core.past_transactions().find(pj::view(transaction_key(rdata)));
    if (status && *status != 0)
        respond(parts_.core.pj_endpoint(), rdata, *status, "");
    return status.has_value();
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
    if (answer_past(rdata))
        return true;
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
    if (!pjsip_msg_find_hdr_by_name(tdata->msg, &wanted, nullptr)) {
        auto config = parts_.core.config();
        if (!config->global.user_agent.empty()) {
            add_header(tdata, name, config->global.user_agent);
            if (tdata->buf.start)
                pjsip_tx_data_invalidate_msg(tdata);
        }
    }
    pj::encode_to_fit(tdata);
}

}  // namespace sipcore::stack

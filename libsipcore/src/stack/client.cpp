// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests of ours on their way to PJSIP's transactions, and back. */
#include "stack/client.h"

#include <algorithm>
#include <array>
#include <format>
#include <memory>
#include <utility>

#include "base/random.h"
#include "pj/guarded.h"
#include "pj/lost_connection.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/log.h"
#include "stack/core.h"
#include "stack/locator.h"
#include "stack/respond.h"
#include "transport/carrier.h"

namespace sipcore::stack {

namespace {

/** Headers of a reply that are kept. */
constexpr std::size_t most_headers = 64;

/** The one client, for PJSIP's callback. */
Client* client = nullptr;

/** The user of our transactions. */
pjsip_module user_module = {
    nullptr, nullptr, {const_cast<char*>("sip-client"), 10}, -1, PJSIP_MOD_PRIORITY_APPLICATION, nullptr, nullptr,
    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
    [](pjsip_transaction* transaction, pjsip_event* event) {
        pj::guarded("transaction", [&] {
            if (client)
                client->on_transaction(transaction, event);
        });
    }};

/** A message's headers as text. */
std::vector<HeaderText> headers_of(const pjsip_msg* msg)
{
    std::vector<HeaderText> all;
    std::array<char, 4096> text;
    for (auto* header = msg->hdr.next; header != &msg->hdr && all.size() < most_headers; header = header->next) {
        auto length = pjsip_hdr_print_on(header, text.data(), text.size());
        std::string_view line{text.data(), static_cast<std::size_t>(std::max(length, 0))};
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        all.emplace_back(line.substr(0, colon), value);
    }
    return all;
}

/** What a response says. */
Reply read(const pjsip_rx_data* rdata)
{
    Reply reply;
    reply.received = true;
    reply.status = rdata->msg_info.msg->line.status.code;
    reply.reason = pj::copy(rdata->msg_info.msg->line.status.reason);
    reply.to_tag = pj::copy(rdata->msg_info.to->tag);
    reply.source = pj::address_of(rdata->pkt_info.src_addr);
    reply.headers = headers_of(rdata->msg_info.msg);
    return reply;
}

/** Puts a body into a message. */
void set_body(pjsip_tx_data* tdata, std::string_view content_type, std::string_view body)
{
    auto semicolon = std::min(content_type.find(';'), content_type.size());
    auto slash = std::min(content_type.find('/'), semicolon);
    auto type = pj::dup(tdata->pool, content_type.substr(0, slash));
    auto subtype = pj::dup(tdata->pool, content_type.substr(std::min(slash + 1, content_type.size())));
    auto text = pj::dup(tdata->pool, body);
    // What stands behind the subtype is printed with it: parameters stay as they were written.
    tdata->msg->body = pjsip_msg_body_create(tdata->pool, &type, &subtype, &text);
}

/** Sends a message where it is told to, whatever its URI says. */
void set_destination(Core& core, const OutgoingRequest& request, pjsip_tx_data* tdata)
{
    auto& place = tdata->dest_info;
    place.addr.count = 1;
    place.cur_addr = 0;
    auto& entry = place.addr.entry[0];
    entry.type = transport::pj_type(request.protocol, request.remote.ip());
    entry.priority = 0;
    entry.weight = 0;
    entry.addr_len = pj::to_pj(request.remote, entry.addr);
    place.name = pj::dup(tdata->pool, request.host.empty() ? request.remote.ip().text() : request.host);
    auto* transport = core.transport_to(request.remote, request.protocol);
    if (!transport)
        return;  // a connection, which PJSIP finds or has opened
    pjsip_tpselector selector{};
    selector.type = PJSIP_TPSELECTOR_TRANSPORT;
    selector.u.transport = transport;
    pjsip_tx_data_set_transport(tdata, &selector);
    auto local = core.local_address_to(request.remote, request.protocol);
    tdata->via_addr.host = pj::dup(tdata->pool, local.ip().text());
    tdata->via_addr.port = local.port();
    tdata->via_tp = transport;
}

}  // namespace

std::string_view Reply::header(std::string_view name) const
{
    auto at = std::ranges::find_if(headers, [&](const auto& header) { return same_name(header.first, name); });
    return at == headers.end() ? std::string_view{} : std::string_view{at->second};
}

Client::Client(Core& core) : core_{core}
{
    client = this;
    user_module.id = -1;
    pjsip_endpt_register_module(core_.pj_endpoint(), &user_module);
}

Client::~Client()
{
    client = nullptr;
}

pj_status_t Client::make(const OutgoingRequest& request, pjsip_tx_data** made)
{
    pjsip_method method;
    auto name = pj::borrow(request.method);
    pjsip_method_init_np(&method, &name);
    auto target = pj::borrow(request.target);
    auto from = pj::borrow(request.from);
    auto to = pj::borrow(request.to);
    auto contact = pj::borrow(request.contact);
    auto call_id = pj::borrow(request.call_id);
    pjsip_tx_data* tdata = nullptr;
    if (auto status = pjsip_endpt_create_request(core_.pj_endpoint(), &method, &target, &from, &to,
                                                 request.contact.empty() ? nullptr : &contact, &call_id,
                                                 static_cast<int>(request.cseq), nullptr, &tdata);
        status != PJ_SUCCESS)
        return status;
    auto* ours = static_cast<pjsip_fromto_hdr*>(pjsip_msg_find_hdr(tdata->msg, PJSIP_H_FROM, nullptr));
    auto* theirs = static_cast<pjsip_fromto_hdr*>(pjsip_msg_find_hdr(tdata->msg, PJSIP_H_TO, nullptr));
    ours->tag = pj::dup(tdata->pool, request.from_tag);
    theirs->tag = pj::dup(tdata->pool, request.to_tag);
    if (auto* hops = static_cast<pjsip_max_fwd_hdr*>(pjsip_msg_find_hdr(tdata->msg, PJSIP_H_MAX_FORWARDS, nullptr)))
        hops->ivalue = static_cast<std::int32_t>(request.max_forwards);
    for (const auto& route : request.routes) {
        auto text = pj::dup(tdata->pool, route);
        auto type = pj::borrow("Route");
        if (auto* header = pjsip_parse_hdr(tdata->pool, &type, text.ptr, static_cast<pj_size_t>(text.slen), nullptr))
            pjsip_msg_add_hdr(tdata->msg, static_cast<pjsip_hdr*>(header));
    }
    for (const auto& [header, value] : request.headers)
        add_header(tdata, header, value);
    if (!request.content_type.empty() || !request.body.empty())
        set_body(tdata, request.content_type, request.body);
    set_destination(core_, request, tdata);
    *made = tdata;
    return PJ_SUCCESS;
}

pj_status_t Client::transmit(const OutgoingRequest& request, Attempt attempt)
{
    if (!request.remote)
        return PJ_ERESOLVE;
    pjsip_tx_data* tdata = nullptr;
    if (auto status = make(request, &tdata); status != PJ_SUCCESS)
        return status;
    pjsip_transaction* transaction = nullptr;
    auto status = pjsip_tsx_create_uac(&user_module, tdata, &transaction);
    if (status == PJ_SUCCESS) {
        transaction->mod_data[user_module.id] = reinterpret_cast<void*>(static_cast<std::uintptr_t>(attempt.id << 8 | attempt.number));
        {
            std::lock_guard lock{mutex_};
            if (auto at = pending_.find(attempt.id); at != pending_.end() && at->second.attempt == attempt.number)
                at->second.key = pj::copy(transaction->transaction_key);
        }
        status = pjsip_tsx_send_msg(transaction, nullptr);
    }
    if (status != PJ_SUCCESS)
        pjsip_tx_data_dec_ref(tdata);
    return status;
}

RequestId Client::send(const OutgoingRequest& request, Strand& strand, Done done)
{
    pj::register_thread();
    RequestId id = 0;
    {
        std::lock_guard lock{mutex_};
        id = ++last_;
        auto kept = request.others.empty() ? nullptr : std::make_unique<OutgoingRequest>(request);
        pending_.emplace(id, Pending{&strand, std::move(done), {}, std::move(kept)});
    }
    if (auto status = transmit(request, {id, 0}); status != PJ_SUCCESS) {
        log::debug("{} to {} is not sent: {}", request.method, request.remote.text(), pj::error_text(status));
        finish({id, 0}, Reply{503, "Service Unavailable", false, {}, {}, {}});
    }
    return id;
}

bool Client::try_elsewhere(Attempt& attempt, const Reply& reply)
{
    constexpr int unavailable = 503;
    if (reply.status != unavailable && reply.received)
        return false;
    while (true) {
        OutgoingRequest next;
        SocketAddress failed;
        {
            std::lock_guard lock{mutex_};
            auto at = pending_.find(attempt.id);
            if (at == pending_.end() || at->second.attempt != attempt.number || !at->second.request ||
                at->second.request->others.empty())
                return false;
            attempt.number = ++at->second.attempt;
            auto& request = *at->second.request;
            failed = std::exchange(request.remote, request.others.front());
            request.others.erase(request.others.begin());
            next = request;
        }
        core_.locator().note_failure(failed);
        log::debug("{} goes to {}: {} does not serve it", next.method, next.remote.text(), failed.text());
        if (transmit(next, attempt) == PJ_SUCCESS)
            return true;
    }
}

void Client::abandon(RequestId id)
{
    Pending dropped{};
    {
        std::lock_guard lock{mutex_};
        auto at = pending_.find(id);
        if (at == pending_.end())
            return;
        dropped = std::move(at->second);
        pending_.erase(at);
    }
    if (dropped.key.empty())
        return;
    pj::register_thread();
    auto key = pj::borrow(dropped.key);
    if (auto* transaction = pjsip_tsx_layer_find_tsx2(&key, PJ_TRUE)) {
        pjsip_tsx_terminate(transaction, 408);
        pj_grp_lock_dec_ref(transaction->grp_lock);
    }
}

void Client::on_transaction(pjsip_transaction* transaction, pjsip_event* event)
{
    pj::end_if_lost(*transaction);
    auto mark = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(transaction->mod_data[user_module.id]));
    Attempt attempt{mark >> 8, static_cast<std::uint8_t>(mark)};
    bool final = transaction->state == PJSIP_TSX_STATE_COMPLETED || transaction->state == PJSIP_TSX_STATE_TERMINATED;
    if (attempt.id == 0 || !final || transaction->status_code < 200)
        return;
    transaction->mod_data[user_module.id] = nullptr;
    const auto& state = event->body.tsx_state;
    if (event->type == PJSIP_EVENT_TSX_STATE && state.type == PJSIP_EVENT_RX_MSG)
        return conclude(attempt, read(state.src.rdata));
    conclude(attempt, Reply{transaction->status_code, pj::copy(transaction->status_text), false, {}, {}, {}});
}

void Client::conclude(Attempt attempt, Reply reply)
{
    Strand* strand = nullptr;
    {
        std::lock_guard lock{mutex_};
        if (auto at = pending_.find(attempt.id); at != pending_.end() && at->second.request)
            strand = at->second.strand;
    }
    if (!strand)
        return finish(attempt, std::move(reply));
    strand->post([this, attempt, reply = std::move(reply)]() mutable {
        pj::register_thread();
        finish(attempt, std::move(reply));
    });
}

void Client::finish(Attempt attempt, Reply reply)
{
    if (try_elsewhere(attempt, reply))
        return;
    Pending told{};
    {
        std::lock_guard lock{mutex_};
        auto at = pending_.find(attempt.id);
        if (at == pending_.end() || at->second.attempt != attempt.number)
            return;
        told = std::move(at->second);
        pending_.erase(at);
    }
    told.strand->post([done = std::move(told.done), reply = std::move(reply)]() mutable { done(reply); });
}

std::string make_call_id(const IpAddress& local)
{
    return std::format("{}@{}", random_text(32), local.uri_host());
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading a SUBSCRIBE. */
#include "pubsub/subscribe_request.h"

#include <format>

#include "pj/text.h"
#include "pubsub/decide.h"

namespace sipcore::pubsub {

namespace {

/** Accept headers and Record-Routes that count. */
constexpr std::size_t most = 16;

/** A URI without parameters. */
std::string bare(const pjsip_uri* uri)
{
    auto* sip = pj::sip_uri(uri);
    if (!sip)
        return pj::print(static_cast<const pjsip_uri*>(pjsip_uri_get_uri(uri)));
    auto host = pj::copy(sip->host);
    if (host.find(':') != std::string::npos)
        host = "[" + host + "]";
    auto user = sip->user.slen > 0 ? pj::copy(sip->user) + "@" : std::string{};
    auto port = sip->port > 0 ? std::format(":{}", sip->port) : std::string{};
    return std::format("sip:{}{}{}", user, host, port);
}

/** The numeric address that a URI names. */
std::optional<SocketAddress> place_of(const pjsip_uri* uri)
{
    auto* sip = pj::sip_uri(uri);
    if (!sip)
        return std::nullopt;
    auto host = pj::view(sip->maddr_param.slen > 0 ? sip->maddr_param : sip->host);
    auto ip = IpAddress::parse(host);
    if (!ip)
        return std::nullopt;
    return SocketAddress{*ip, static_cast<std::uint16_t>(sip->port > 0 ? sip->port : 5060)};
}

/** Whether answers and requests go back to where the request came from, whatever it says of itself. */
bool behind_nat(const stack::IncomingRequest& request)
{
    auto mode = request.endpoint ? request.endpoint->endpoint->force_rport : config::NatMode::automatic;
    if (mode != config::NatMode::automatic)
        return mode == config::NatMode::on;
    auto via = IpAddress::parse(pj::view(request.rdata->msg_info.via->sent_by.host));
    return !via || *via != request.source.ip();
}

}  // namespace

Result<SubscribeRequest> read_subscribe(const stack::IncomingRequest& request)
{
    const auto& info = request.rdata->msg_info;
    auto* uri = pj::sip_uri(info.msg->line.req.uri);
    if (!uri)
        return std::unexpected(Error{416, "Unsupported URI scheme"});
    auto* contact = static_cast<pjsip_contact_hdr*>(pjsip_msg_find_hdr(info.msg, PJSIP_H_CONTACT, nullptr));
    if (!contact || !contact->uri || !pj::sip_uri(contact->uri))
        return std::unexpected(Error{400, "Missing Contact"});
    SubscribeRequest read;
    auto event = pj::header_text(info.msg, "Event", "o");
    read.event = event_name(event);
    if (auto id = event.find(";id="); id != std::string::npos)
        read.event_id = event.substr(id + 4, event.find_first_of("; \t", id + 4) - id - 4);
    for (auto* header = info.msg->hdr.next; header != &info.msg->hdr; header = header->next) {
        if (header->type == PJSIP_H_ACCEPT && read.accept.size() < most)
            read.accept.push_back(pj::header_value(header));
        if (header->type == PJSIP_H_RECORD_ROUTE && read.routes.size() < most)
            read.routes.push_back(pj::header_value(header));
    }
    if (auto* expires = static_cast<pjsip_expires_hdr*>(pjsip_msg_find_hdr(info.msg, PJSIP_H_EXPIRES, nullptr)))
        read.expires = std::chrono::seconds{expires->ivalue};
    read.user_agent = pj::header_text(info.msg, "User-Agent");
    read.call_id = pj::copy(info.cid->id);
    read.cseq = static_cast<unsigned>(info.cseq->cseq);
    read.from = pj::print(info.from->uri, PJSIP_URI_IN_FROMTO_HDR);
    read.from_tag = pj::copy(info.from->tag);
    read.from_uri = bare(info.from->uri);
    read.to = pj::print(info.to->uri, PJSIP_URI_IN_FROMTO_HDR);
    read.to_tag = pj::copy(info.to->tag);
    read.to_uri = bare(info.to->uri);
    read.user = pj::copy(uri->user);
    read.host = pj::copy(uri->host);
    read.contact = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri)));
    read.source = request.source;
    read.next_hop = request.source;
    read.protocol = request.protocol;
    if (request.protocol == config::Protocol::udp && !behind_nat(request)) {
        auto* route = static_cast<pjsip_rr_hdr*>(pjsip_msg_find_hdr(info.msg, PJSIP_H_RECORD_ROUTE, nullptr));
        if (auto place = place_of(route ? reinterpret_cast<pjsip_uri*>(&route->name_addr) : contact->uri))
            read.next_hop = *place;
    }
    return read;
}

}  // namespace sipcore::pubsub

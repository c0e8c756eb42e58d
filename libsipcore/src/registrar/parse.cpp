// SPDX-License-Identifier: GPL-2.0-only
/** @file Contacts, lifetimes and where a REGISTER came from. */
#include "registrar/parse.h"

#include <algorithm>

#include "pj/text.h"
#include "registrar/contact_text.h"

namespace sipcore::registrar {

namespace {

/** Most contacts of one REGISTER that are read. */
constexpr std::size_t max_contacts = 32;

/** The protocol of a `transport=` word. */
std::optional<config::Protocol> protocol_of(std::string_view word)
{
    struct Word {
        std::string_view text;
        config::Protocol protocol;
    };
    static constexpr Word words[] = {{"udp", config::Protocol::udp}, {"tcp", config::Protocol::tcp}, {"tls", config::Protocol::tls},
                                     {"ws", config::Protocol::ws},   {"wss", config::Protocol::wss}};
    for (const auto& each : words) {
        auto left = pj::borrow(word);
        auto right = pj::borrow(each.text);
        if (pj_stricmp(&left, &right) == 0)
            return each.protocol;
    }
    return std::nullopt;
}

/** The message as it was received. */
std::string_view text_of(const pjsip_rx_data& rdata)
{
    return {rdata.msg_info.msg_buf, static_cast<std::size_t>(std::max(rdata.msg_info.len, 0))};
}

/** Whether a URI can stand for what it was read as: one line, with the host that PJSIP found. */
bool stands_for(std::string_view uri, const pjsip_sip_uri& read)
{
    bool one_line = std::ranges::none_of(uri, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
    return one_line && uri.find(pj::view(read.host)) != std::string_view::npos;
}

/** One contact; `written` is its URI as it was written, empty when that is not known. */
Result<AskedContact> read_contact(const pjsip_contact_hdr& header, std::string_view written,
                                  const std::vector<config::Protocol>& may)
{
    AskedContact contact;
    if (header.star) {
        contact.star = true;
        return contact;
    }
    auto* uri = pj::sip_uri(header.uri);
    if (!uri)
        return std::unexpected(Error{400, "Bad Request"});
    contact.uri = stands_for(written, *uri) ? std::string{written}
                                            : pj::print(static_cast<const pjsip_uri*>(pjsip_uri_get_uri(header.uri)));
    contact.user = pj::unescape(pj::view(uri->user));
    contact.host = pj::copy(uri->host);
    contact.port = static_cast<std::uint16_t>(uri->port);
    auto protocol = uri->transport_param.slen > 0 ? protocol_of(pj::view(uri->transport_param)) : std::nullopt;
    if (protocol && std::ranges::find(may, *protocol) != may.end())
        contact.protocol = protocol;
    if (header.expires != PJSIP_EXPIRES_NOT_SPECIFIED)
        contact.expires = static_cast<long>(header.expires);
    return contact;
}

}  // namespace

std::string address_of_record(const pjsip_rx_data& rdata)
{
    auto* uri = pj::sip_uri(rdata.msg_info.to->uri);
    if (!uri)
        return {};
    return uri->user.slen > 0 ? pj::unescape(pj::view(uri->user)) : pj::copy(uri->host);
}

Result<RegisterRequest> parse(const stack::IncomingRequest& request)
{
    const auto& rdata = *request.rdata;
    auto* msg = rdata.msg_info.msg;
    RegisterRequest asked;
    asked.source = request.source;
    asked.protocol = request.protocol;
    asked.via_rport = rdata.msg_info.via->rport_param >= 0;
    asked.call_id = pj::copy(rdata.msg_info.cid->id);
    asked.cseq = rdata.msg_info.cseq->cseq;
    asked.user_agent = pj::header_text(msg, "User-Agent").substr(0, 256);
    auto mode = request.endpoint ? request.endpoint->endpoint->force_rport : config::NatMode::off;
    auto via = IpAddress::parse(pj::view(rdata.msg_info.via->sent_by.host));
    asked.route_to_source =
        mode == config::NatMode::on || (mode == config::NatMode::automatic && (!via || *via != request.source.ip()));
    if (auto* expires = static_cast<pjsip_expires_hdr*>(pjsip_msg_find_hdr(msg, PJSIP_H_EXPIRES, nullptr)))
        asked.expires = static_cast<long>(expires->ivalue);
    for (const auto& header : pj::header_texts(msg, "Path", most_path_values + 1))
        for (auto& value : values_of(header, most_path_values + 1))
            asked.path.push_back(std::move(value));
    auto written = contacts_as_written(text_of(rdata), max_contacts + 1);
    auto may = request.endpoint ? request.endpoint->endpoint->transports : std::vector<config::Protocol>{};
    void* from = nullptr;
    while (auto* header = static_cast<pjsip_contact_hdr*>(pjsip_msg_find_hdr(msg, PJSIP_H_CONTACT, from))) {
        if (asked.contacts.size() == max_contacts)
            return std::unexpected(Error{400, "Too many contacts"});
        auto at = asked.contacts.size();
        auto contact = read_contact(*header, at < written.size() ? std::string_view{written[at]} : std::string_view{}, may);
        if (!contact)
            return std::unexpected(contact.error());
        asked.contacts.push_back(std::move(*contact));
        from = header->next;
        if (from == &msg->hdr)
            break;
    }
    return asked;
}

}  // namespace sipcore::registrar

// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers of calls, both ways. */
#include "session/headers.h"

#include <array>
#include <cctype>
#include <charconv>
#include <format>

#include "pj/text.h"
#include "sipcore/letter_case.h"
#include "stack/respond.h"

namespace sipcore::session {

namespace {

/** Most headers that are kept of a message. */
constexpr std::size_t most_headers = 128;

/** Whether text may stand in a header. */
bool one_line(std::string_view text)
{
    return text.find_first_of("\r\n") == std::string_view::npos && text.find('\0') == std::string_view::npos;
}

}  // namespace

namespace {

/** Whether each message has such a header, so that it tells nothing to who knows the call. */
bool is_usual(const pjsip_hdr* header)
{
    switch (header->type) {
    case PJSIP_H_CALL_ID:
    case PJSIP_H_CONTENT_LENGTH:
    case PJSIP_H_CONTENT_TYPE:
    case PJSIP_H_CSEQ:
    case PJSIP_H_FROM:
    case PJSIP_H_MAX_FORWARDS:
    case PJSIP_H_RECORD_ROUTE:
    case PJSIP_H_ROUTE:
    case PJSIP_H_SUPPORTED:
    case PJSIP_H_VIA:
        return true;
    default:
        return false;
    }
}

/** The headers of a message as text, all or those that tell something. */
std::vector<Header> read(const pjsip_msg* msg, bool all_of_them)
{
    std::vector<Header> all;
    std::array<char, 4096> text;
    for (auto* header = msg->hdr.next; header != &msg->hdr && all.size() < most_headers; header = header->next) {
        if (!all_of_them && is_usual(header))
            continue;
        auto length = pjsip_hdr_print_on(header, text.data(), text.size());
        if (length <= 0)
            continue;
        std::string_view line{text.data(), static_cast<std::size_t>(length)};
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        all.push_back({pj::copy(header->name), std::string{value}});   // the long name, however it is printed
    }
    return all;
}

}  // namespace

std::vector<Header> read_headers(const pjsip_msg* msg)
{
    return read(msg, true);
}

std::vector<Header> read_telling_headers(const pjsip_msg* msg)
{
    return read(msg, false);
}

std::string uri_user(const pjsip_uri* uri)
{
    if (auto* sip = pj::sip_uri(uri))
        return pj::copy(sip->user);
    auto* inner = uri ? static_cast<const pjsip_uri*>(pjsip_uri_get_uri(uri)) : nullptr;
    return inner && PJSIP_URI_SCHEME_IS_TEL(inner) ? pj::copy(reinterpret_cast<const pjsip_tel_uri*>(inner)->number)
                                                   : std::string{};
}

std::string find_header(const std::vector<Header>& headers, std::string_view name)
{
    for (const auto& header : headers) {
        if (same_name(header.name, name))
            return header.value;
    }
    return {};
}

Party read_party(const pjsip_fromto_hdr* header)
{
    Party party;
    if (PJSIP_URI_SCHEME_IS_SIP(header->uri) || PJSIP_URI_SCHEME_IS_SIPS(header->uri))
        party.name = pj::copy(reinterpret_cast<const pjsip_name_addr*>(header->uri)->display);
    party.user = pj::unescape(uri_user(header->uri));
    if (auto* uri = pj::sip_uri(header->uri))
        party.host = pj::copy(uri->host);
    return party;
}

std::optional<int> q850_cause(const std::vector<Header>& headers)
{
    auto reason = find_header(headers, "Reason");
    if (!reason.starts_with("Q.850"))
        return std::nullopt;
    auto at = reason.find("cause=");
    int cause = 0;
    if (at == std::string::npos ||
        std::from_chars(reason.data() + at + 6, reason.data() + reason.size(), cause).ec != std::errc{} || cause < 0 || cause > 127)
        return std::nullopt;
    return cause;
}

void set_description(pjsip_tx_data* tdata, const sdp::Description* description)
{
    tdata->msg->body = nullptr;
    if (description) {
        auto type = pj::borrow("application");
        auto subtype = pj::borrow("sdp");
        auto printed = sdp::print(*description);
        auto text = pj::borrow(printed);
        tdata->msg->body = pjsip_msg_body_create(tdata->pool, &type, &subtype, &text);
    }
    pjsip_tx_data_invalidate_msg(tdata);
}

void add_headers(pjsip_tx_data* tdata, const std::vector<Header>& headers)
{
    for (const auto& header : headers) {
        if (!header.name.empty() && one_line(header.name) && one_line(header.value))
            stack::add_header(tdata, header.name, header.value);
    }
}

void remove_header(pjsip_tx_data* tdata, std::string_view name)
{
    auto wanted = pj::borrow(name);
    while (auto* header = static_cast<pjsip_hdr*>(pjsip_msg_find_hdr_by_name(tdata->msg, &wanted, nullptr)))
        pj_list_erase(header);
}

pjsip_tx_data* make_request(pjsip_dialog* dialog, std::string_view name)
{
    pjsip_method method;
    auto text = pj::dup(dialog->pool, name);
    pjsip_method_init_np(&method, &text);
    pjsip_tx_data* tdata = nullptr;
    return pjsip_dlg_create_request(dialog, &method, -1, &tdata) == PJ_SUCCESS ? tdata : nullptr;
}

bool lists(const std::vector<Header>& headers, std::string_view name, std::string_view word)
{
    for (const auto& header : headers) {
        std::string_view rest = same_name(header.name, name) ? std::string_view{header.value} : std::string_view{};
        while (!rest.empty()) {
            auto end = std::min(rest.find(','), rest.size());
            auto part = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
            if (same_name(part.substr(0, part.find_last_not_of(" \t") + 1), word))
                return true;
        }
    }
    return false;
}

void state_abilities(pjsip_tx_data* tdata, const std::vector<std::string>& methods, std::string_view extensions)
{
    for (int type : {PJSIP_H_ALLOW, PJSIP_H_SUPPORTED}) {
        while (pjsip_msg_find_remove_hdr(tdata->msg, static_cast<pjsip_hdr_e>(type), nullptr)) {
        }
    }
    std::string allow;
    for (const auto& name : methods)
        allow += (allow.empty() ? "" : ", ") + name;
    add_headers(tdata, {{"Allow", allow}, {"Supported", std::string{extensions}}});
}

void learn_abilities(SessionSnapshot& snapshot, const std::vector<Header>& headers)
{
    if (snapshot.allow || !snapshot.contact_header.empty())
        return;
    snapshot.contact_header = find_header(headers, "Contact");
    if (auto allow = find_header(headers, "Allow"); !allow.empty())
        snapshot.allow = std::move(allow);
}

std::string local_contact_of(const pjsip_dialog* dialog)
{
    auto* contact = dialog->local.contact;
    return contact ? pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri))) : std::string{};
}

std::string name_addr(const Party& party)
{
    std::string text;
    if (!party.name.empty()) {
        text += '"';
        for (char c : party.name) {
            if (c == '"' || c == '\\')
                text += '\\';
            if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
                text += c;
        }
        text += "\" ";
    }
    auto at = party.user.empty() ? "" : "@";
    return text + std::format("<sip:{}{}{}>", escape_user(party.user), at, party.host);
}

std::string escape_user(std::string_view user)
{
    static constexpr std::string_view allowed = "-_.!~*'()&=+$,;?/";
    std::string text;
    for (char c : user) {
        if (std::isalnum(static_cast<unsigned char>(c)) || allowed.find(c) != std::string_view::npos)
            text += c;
        else
            text += std::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return text;
}

}  // namespace sipcore::session

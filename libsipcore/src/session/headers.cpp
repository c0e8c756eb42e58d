// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers of calls, both ways. */
#include "session/headers.h"

#include <array>
#include <cctype>
#include <charconv>
#include <format>

#include "pj/text.h"
#include "stack/respond.h"

namespace sipcore::session {

namespace {

/** Most headers that are kept of a message. */
constexpr std::size_t most_headers = 128;

/** Whether two names are the same but for letter case. */
bool same(std::string_view a, std::string_view b)
{
    auto left = pj::borrow(a);
    auto right = pj::borrow(b);
    return pj_stricmp(&left, &right) == 0;
}

/** Whether text may stand in a header. */
bool one_line(std::string_view text)
{
    return text.find_first_of("\r\n") == std::string_view::npos && text.find('\0') == std::string_view::npos;
}

}  // namespace

std::vector<Header> read_headers(const pjsip_msg* msg)
{
    std::vector<Header> all;
    std::array<char, 4096> text;
    for (auto* header = msg->hdr.next; header != &msg->hdr && all.size() < most_headers; header = header->next) {
        auto length = pjsip_hdr_print_on(header, text.data(), text.size());
        if (length <= 0)
            continue;
        std::string_view line{text.data(), static_cast<std::size_t>(length)};
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        all.push_back({std::string{line.substr(0, colon)}, std::string{value}});
    }
    return all;
}

std::string find_header(const std::vector<Header>& headers, std::string_view name)
{
    for (const auto& header : headers) {
        if (same(header.name, name))
            return header.value;
    }
    return {};
}

Party read_party(const pjsip_fromto_hdr* header)
{
    Party party;
    if (PJSIP_URI_SCHEME_IS_SIP(header->uri) || PJSIP_URI_SCHEME_IS_SIPS(header->uri))
        party.name = pj::copy(reinterpret_cast<const pjsip_name_addr*>(header->uri)->display);
    if (auto* uri = pj::sip_uri(header->uri)) {
        party.user = pj::unescape(pj::view(uri->user));
        party.host = pj::copy(uri->host);
    }
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

void state_abilities(pjsip_tx_data* tdata, const std::vector<std::string>& methods)
{
    for (int type : {PJSIP_H_ALLOW, PJSIP_H_SUPPORTED}) {
        while (pjsip_msg_find_remove_hdr(tdata->msg, static_cast<pjsip_hdr_e>(type), nullptr)) {
        }
    }
    std::string allow;
    for (const auto& name : methods)
        allow += (allow.empty() ? "" : ", ") + name;
    add_headers(tdata, {{"Allow", allow}, {"Supported", "replaces, timer"}});
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

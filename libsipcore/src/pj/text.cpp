// SPDX-License-Identifier: GPL-2.0-only
/** @file Strings and addresses, both ways. */
#include "pj/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sipcore::pj {

namespace {

/** The value of a hex digit, -1 for another character. */
int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

}  // namespace

pj_str_t dup(pj_pool_t* pool, std::string_view text)
{
    auto* to = static_cast<char*>(pj_pool_alloc(pool, text.size() + 1));
    std::copy(text.begin(), text.end(), to);
    to[text.size()] = '\0';
    return {to, static_cast<pj_ssize_t>(text.size())};
}

SocketAddress address_of(const pj_sockaddr& address)
{
    return SocketAddress::from(reinterpret_cast<const sockaddr*>(&address));
}

int to_pj(const SocketAddress& address, pj_sockaddr& to)
{
    sockaddr_storage storage{};
    auto length = address.to(storage);
    std::memset(&to, 0, sizeof to);
    std::memcpy(&to, &storage, std::min<std::size_t>(length, sizeof to));
    return static_cast<int>(length);
}

std::string print(const pjsip_uri* uri, pjsip_uri_context_e context)
{
    if (!uri)
        return {};
    std::array<char, PJSIP_MAX_URL_SIZE> text;
    auto length = pjsip_uri_print(context, uri, text.data(), text.size());
    return length > 0 ? std::string{text.data(), static_cast<std::size_t>(length)} : std::string{};
}

const pjsip_sip_uri* sip_uri(const pjsip_uri* uri)
{
    if (!uri)
        return nullptr;
    auto* inner = static_cast<const pjsip_uri*>(pjsip_uri_get_uri(uri));
    if (!PJSIP_URI_SCHEME_IS_SIP(inner) && !PJSIP_URI_SCHEME_IS_SIPS(inner))
        return nullptr;
    return reinterpret_cast<const pjsip_sip_uri*>(inner);
}

std::string unescape(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            int high = hex_value(text[i + 1]);
            int low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

std::string header_value(const pjsip_hdr* header)
{
    std::array<char, 4096> text;
    auto length = pjsip_hdr_print_on(const_cast<pjsip_hdr*>(header), text.data(), text.size());
    if (length <= 0)
        return {};
    std::string_view line{text.data(), static_cast<std::size_t>(length)};
    auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return {};
    line.remove_prefix(colon + 1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return std::string{line};
}

std::string header_text(const pjsip_msg* msg, std::string_view name, std::string_view compact)
{
    auto wanted = borrow(name);
    auto shorter = borrow(compact);
    auto* header = static_cast<pjsip_hdr*>(compact.empty() ? pjsip_msg_find_hdr_by_name(msg, &wanted, nullptr)
                                                           : pjsip_msg_find_hdr_by_names(msg, &wanted, &shorter, nullptr));
    return header ? header_value(header) : std::string{};
}

std::vector<std::string> header_texts(const pjsip_msg* msg, std::string_view name, std::size_t most)
{
    std::vector<std::string> all;
    auto wanted = borrow(name);
    void* from = nullptr;
    while (all.size() < most) {
        auto* header = static_cast<pjsip_hdr*>(pjsip_msg_find_hdr_by_name(msg, &wanted, from));
        if (!header)
            break;
        all.push_back(header_value(header));
        from = header->next;
        if (from == &msg->hdr)
            break;
    }
    return all;
}

std::string written_user(const pjsip_rx_data* rdata)
{
    std::string_view line{rdata->msg_info.msg_buf, static_cast<std::size_t>(rdata->msg_info.len)};
    line = line.substr(0, line.find('\n'));
    line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    auto uri = line.substr(0, line.find(' '));
    uri.remove_prefix(std::min(uri.find(':') + 1, uri.size()));
    auto at = uri.find('@');
    return at == uri.npos ? std::string{} : std::string{uri.substr(0, std::min(uri.find(':'), at))};
}

}  // namespace sipcore::pj

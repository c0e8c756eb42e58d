// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers that may stand several times, one after the other. */
#include "pj/header_texts.h"

#include <array>

#include "pj/text.h"

namespace sipcore::pj {

namespace {

/** The value of a header as text. */
std::string value_of(pjsip_hdr* header)
{
    std::array<char, 4096> text;
    auto length = pjsip_hdr_print_on(header, text.data(), text.size());
    if (length <= 0)
        return {};
    std::string_view line{text.data(), static_cast<std::size_t>(length)};
    auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return {};
    line.remove_prefix(colon + 1);
    while (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    return std::string{line};
}

}  // namespace

std::vector<std::string> header_texts(const pjsip_msg* msg, std::string_view name, std::size_t most)
{
    std::vector<std::string> all;
    auto wanted = borrow(name);
    void* from = nullptr;
    while (all.size() < most) {
        auto* header = static_cast<pjsip_hdr*>(pjsip_msg_find_hdr_by_name(msg, &wanted, from));
        if (!header)
            break;
        all.push_back(value_of(header));
        from = header->next;
        if (from == &msg->hdr)
            break;
    }
    return all;
}

}  // namespace sipcore::pj

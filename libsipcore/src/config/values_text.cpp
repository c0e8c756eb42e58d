// SPDX-License-Identifier: GPL-2.0-only
/** @file Values that are written as well as read: what is written is what would be read. */
#include <algorithm>
#include <array>
#include <charconv>
#include <format>

#include "config/option.h"
#include "config/values.h"
#include "sipcore/letter_case.h"

namespace sipcore::config {

namespace {

}  // namespace

std::optional<std::uint8_t> parse_tos(std::string_view text)
{
    if (same_name(text, "ef"))
        return std::uint8_t{0xb8};
    bool digits = text.size() >= 3 && text.find_first_not_of("01234567", 2) == std::string_view::npos;
    if (digits && text.size() == 3 && begins_with_name(text, "cs"))
        return static_cast<std::uint8_t>((text[2] - '0') << 5);
    if (digits && text.size() == 4 && begins_with_name(text, "af") && text[2] >= '1' && text[2] <= '4' && text[3] >= '1' && text[3] <= '3')
        return static_cast<std::uint8_t>((text[2] - '0') << 5 | (text[3] - '0') << 3);
    int base = 10;
    if (begins_with_name(text, "0x")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.front() == '0') {
        base = 8;
    }
    unsigned value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || value > 255)
        return std::nullopt;
    return static_cast<std::uint8_t>(value);
}

std::string tos_text(std::uint8_t octet)
{
    if (octet == 0xb8)
        return "ef";
    if ((octet & 0x1f) == 0)
        return std::format("cs{}", octet >> 5);
    auto high = octet >> 5;
    auto low = (octet >> 3) & 3;
    return (octet & 7) == 0 && high >= 1 && high <= 4 && low >= 1 ? std::format("af{}{}", high, low) : std::to_string(octet);
}

std::string groups_text(std::uint64_t groups)
{
    std::string text;
    for (unsigned first = 0; first < 64; ++first) {
        if (!(groups >> first & 1))
            continue;
        auto last = first;
        while (last < 63 && (groups >> (last + 1) & 1))
            ++last;
        text += (text.empty() ? "" : ",") + (last == first ? std::to_string(first) : std::format("{}-{}", first, last));
        first = last;
    }
    return text;
}

std::string proxy_text(const OutboundProxy& proxy)
{
    auto host = proxy.host.find(':') == std::string::npos ? proxy.host : "[" + proxy.host + "]";
    return std::format("{}{}{}{}{}", proxy.protocol ? word_of(*proxy.protocol) : "", proxy.protocol ? "://" : "", host,
                       proxy.port ? ":" + std::to_string(proxy.port) : "", proxy.force ? ",force" : "");
}

std::optional<milliseconds> parse_seconds(std::string_view text)
{
    auto point = std::min(text.find('.'), text.size());
    auto whole = number_within(text.substr(0, point), 0, 2000000);
    if (!whole)
        return std::nullopt;
    std::string digits{text.substr(std::min(point + 1, text.size()))};
    bool good = point == text.size() || (digits.size() >= 1 && digits.size() <= 3);
    digits.resize(3, '0');
    auto part = number_within(digits, 0, 999);
    if (!good || !part || digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return milliseconds{*whole * 1000 + *part};
}

std::string seconds_text(milliseconds time)
{
    auto text = std::format("{}.{:03}", time.count() / 1000, time.count() % 1000);
    while (text.ends_with('0'))
        text.pop_back();
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

}  // namespace sipcore::config

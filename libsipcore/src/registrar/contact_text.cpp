// SPDX-License-Identifier: GPL-2.0-only
/** @file Cutting header values. */
#include "registrar/contact_text.h"

#include "sipcore/letter_case.h"
#include "transport/pre_reader.h"

namespace sipcore::registrar {

namespace {

/** Text without white space at its ends. */
std::string_view trimmed(std::string_view text)
{
    auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/** Where the first of some characters stands outside of quotes and, if asked, of brackets; npos when nowhere. */
std::size_t find_outside(std::string_view text, std::string_view wanted, bool of_brackets)
{
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
            continue;
        }
        if (!bracketed && wanted.find(c) != std::string_view::npos)
            return i;
        if (c == '"' && !bracketed)
            quoted = true;
        else if (c == '<' && of_brackets)
            bracketed = true;
        else if (c == '>')
            bracketed = false;
    }
    return std::string_view::npos;
}

/** Whether a header is Contact, in either form. */
bool is_contact(std::string_view name)
{
    return same_name(name, "contact") || same_name(name, "m");
}

}  // namespace

std::vector<std::string> values_of(std::string_view text, std::size_t most)
{
    std::vector<std::string> values;
    while (values.size() < most) {
        auto comma = find_outside(text, ",", true);
        if (auto value = trimmed(text.substr(0, comma)); !value.empty())
            values.emplace_back(value);
        if (comma == std::string_view::npos)
            break;
        text.remove_prefix(comma + 1);
    }
    return values;
}

std::string uri_of(std::string_view value)
{
    auto open = find_outside(value, "<", false);
    if (open == std::string_view::npos)
        return std::string{trimmed(value.substr(0, value.find(';')))};
    auto inner = value.substr(open + 1);
    return std::string{trimmed(inner.substr(0, inner.find('>')))};
}

std::vector<std::string> contacts_as_written(std::string_view message, std::size_t most)
{
    std::vector<std::string> uris;
    auto outline = transport::outline(message, {});
    if (!outline)
        return uris;
    for (const auto& header : outline->headers) {
        if (!is_contact(header.name))
            continue;
        for (const auto& value : values_of(header.value, most - uris.size()))
            uris.push_back(uri_of(value));
    }
    return uris;
}

}  // namespace sipcore::registrar

// SPDX-License-Identifier: GPL-2.0-only
/** @file The characters of a Digest header's value. @rfc{3261,25.1} */
#include "auth/digest_fields.h"

#include <algorithm>

#include "sipcore/letter_case.h"

namespace sipcore::auth {
namespace {

/** Whether it is white space; a folded header has line ends. */
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/** Whether it has no place in a value. */
bool is_control(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

/** Cuts white space off the front. */
void skip_space(std::string_view& rest)
{
    while (!rest.empty() && is_space(rest.front()))
        rest.remove_prefix(1);
}

/** Cuts off what stands before white space, a comma, an equals sign or a quote. */
std::string_view take_token(std::string_view& rest)
{
    auto end = std::ranges::find_if(rest, [](char c) { return is_space(c) || c == ',' || c == '=' || c == '"'; });
    auto token = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(token.size());
    return token;
}

/** Cuts off a value that is no text in quotes: all before white space or a comma. */
std::string_view take_bare(std::string_view& rest)
{
    auto end = std::ranges::find_if(rest, [](char c) { return is_space(c) || c == ',' || c == '"'; });
    auto value = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(value.size());
    return value;
}

/** Cuts off a text in quotes, and gives what is between them; nothing when it does not end. */
std::optional<std::string_view> take_quoted(std::string_view& rest)
{
    rest.remove_prefix(1);
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (rest[at] == '\\') {
            ++at;
        } else if (rest[at] == '"') {
            auto value = rest.substr(0, at);
            rest.remove_prefix(at + 1);
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

bool take_digest(std::string_view& rest)
{
    skip_space(rest);
    auto scheme = take_token(rest);
    return same_name(scheme, "Digest") && (rest.empty() || is_space(rest.front()));
}

bool at_end(std::string_view& rest)
{
    while (!rest.empty() && (is_space(rest.front()) || rest.front() == ','))
        rest.remove_prefix(1);
    return rest.empty();
}

std::optional<Field> take_field(std::string_view& rest)
{
    Field field;
    field.name = take_token(rest);
    skip_space(rest);
    if (field.name.empty() || rest.empty() || rest.front() != '=')
        return std::nullopt;
    rest.remove_prefix(1);
    skip_space(rest);
    auto value = !rest.empty() && rest.front() == '"' ? take_quoted(rest) : take_bare(rest);
    if (!value || std::ranges::any_of(*value, is_control))
        return std::nullopt;
    field.value = *value;
    return field;
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char c : text) {
        if (is_control(c))
            continue;
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace sipcore::auth

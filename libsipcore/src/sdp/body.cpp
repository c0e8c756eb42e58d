// SPDX-License-Identifier: GPL-2.0-only
/** @file Where in a message's body the description stands: it is the body, or a part of a multipart one.
 *  @rfc{2046,5.1} */
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** Most parts of a multipart body that are looked at. */
constexpr int most_parts = 32;

/** The media type that a Content-Type begins with, without its parameters. */
std::string_view media_type(std::string_view content_type)
{
    return trimmed(take_until(content_type, ';'));
}

/** The value of a Content-Type's `boundary`, without quotes; empty without one. */
std::string_view boundary_of(std::string_view content_type)
{
    take_until(content_type, ';');
    while (!content_type.empty()) {
        auto parameter = trimmed(content_type);
        auto equals = parameter.find('=');
        auto name = trimmed(parameter.substr(0, equals));
        auto rest = equals == std::string_view::npos ? std::string_view{} : trimmed(parameter.substr(equals + 1));
        if (!rest.empty() && rest.front() == '"') {
            rest.remove_prefix(1);
            auto value = take_until(rest, '"');
            if (same_name(name, "boundary"))
                return value;
            take_until(rest, ';');
            content_type = rest;
        } else {
            auto value = trimmed(take_until(parameter, ';'));
            if (same_name(name, "boundary") && equals != std::string_view::npos)
                return trimmed(value.substr(value.find('=') + 1));
            content_type = parameter;
        }
    }
    return {};
}

/** Cuts the first line off `rest`, without its LF or CRLF. */
std::string_view take_line(std::string_view& rest)
{
    auto line = take_until(rest, '\n');
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

/** Where the next delimiter line begins, at the start of a line; npos without one. */
std::size_t find_delimiter(std::string_view body, std::string_view boundary)
{
    for (std::size_t at = 0; (at = body.find(boundary, at)) != std::string_view::npos; ++at) {
        bool dashed = at >= 2 && body.substr(at - 2, 2) == "--";
        if (dashed && (at == 2 || body[at - 3] == '\n'))
            return at - 2;
    }
    return std::string_view::npos;
}

/** Without the line end that belongs to the delimiter behind. */
std::string_view without_last_line_end(std::string_view part)
{
    if (!part.empty() && part.back() == '\n')
        part.remove_suffix(1);
    if (!part.empty() && part.back() == '\r')
        part.remove_suffix(1);
    return part;
}

/** Cuts a part's headers off; whether they say that it is a description. */
bool take_headers(std::string_view& part)
{
    bool is_description = false;
    while (!part.empty()) {
        auto line = take_line(part);
        if (line.empty())
            return is_description;
        auto name = trimmed(take_until(line, ':'));
        if (same_name(name, "Content-Type") || same_name(name, "c"))
            is_description = same_name(media_type(line), "application/sdp");
    }
    return false;
}

/** The description among a multipart body's parts. */
std::optional<std::string_view> find_part(std::string_view body, std::string_view boundary)
{
    auto at = find_delimiter(body, boundary);
    for (int parts = 0; at != std::string_view::npos && parts < most_parts; ++parts) {
        body.remove_prefix(at + 2 + boundary.size());
        if (body.starts_with("--"))
            break;
        take_line(body);
        at = find_delimiter(body, boundary);
        auto part = body.substr(0, at);
        if (take_headers(part))
            return at == std::string_view::npos ? part : without_last_line_end(part);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string_view> body_of(std::string_view content_type, std::string_view body)
{
    if (body.empty())
        return std::nullopt;
    auto type = media_type(content_type);
    if (same_name(type, "application/sdp"))
        return body;
    if (!begins_with_name(type, "multipart/"))
        return std::nullopt;
    auto boundary = boundary_of(content_type);
    if (boundary.empty() || boundary.size() > 70)
        return std::nullopt;
    return find_part(body, boundary);
}

}  // namespace sipcore::sdp

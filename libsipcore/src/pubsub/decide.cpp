// SPDX-License-Identifier: GPL-2.0-only
/** @file The tables of bodies, and the bounds of lifetimes. */
#include "pubsub/decide.h"

#include <algorithm>
#include <array>

namespace sipcore::pubsub {

namespace {

/** A kind of body. */
struct Kind {
    Format format;               ///< which
    std::string_view type;       ///< media type
    std::string_view package;    ///< event package
    std::string_view name;       ///< as the console shows it
};

/** In the order in which an Accept header is searched for them. */
constexpr std::array kinds{
    Kind{Format::pidf, "application/pidf+xml", "presence", "pidf+xml"},
    Kind{Format::dialog_info, "application/dialog-info+xml", "dialog", "dialog-info+xml"},
    Kind{Format::cpim_pidf, "application/cpim-pidf+xml", "presence", "cpim-pidf+xml"},
    Kind{Format::xpidf, "application/xpidf+xml", "presence", "xpidf+xml"},
    Kind{Format::message_summary, "application/simple-message-summary", "message-summary", "mwi"},
    Kind{Format::call_completion, "application/call-completion", "call-completion", "call-completion"},
};

/** The row of a kind. */
const Kind& row(Format format)
{
    return *std::ranges::find(kinds, format, &Kind::format);
}

}  // namespace

std::string_view media_type(Format format)
{
    return row(format).type;
}

std::string_view package_of(Format format)
{
    return row(format).package;
}

std::string_view short_name(Format format)
{
    return row(format).name;
}

Result<Format> choose_format(const FormatRequest& request)
{
    if (request.accept.empty()) {
        if (request.before)
            return *request.before;
        auto usual = std::ranges::find_if(kinds, [&](const Kind& kind) {
            return is_of_extension(kind.format) && kind.package == request.event;
        });
        if (usual != kinds.end())
            return usual->format;
        return std::unexpected(Error{489, "Bad Event"});
    }
    for (const auto& text : request.accept) {
        auto hit = std::ranges::find_if(kinds, [&](const Kind& kind) {
            return is_of_extension(kind.format) && text.find(kind.type) != std::string::npos;
        });
        if (hit == kinds.end())
            continue;
        if (hit->format == Format::pidf && request.user_agent.find("Polycom") != std::string_view::npos)
            return Format::xpidf;
        return hit->format;
    }
    return std::unexpected(Error{489, "Bad Event (format " + request.accept.back() + ")"});
}

Result<std::chrono::seconds> granted(std::optional<std::chrono::seconds> asked, const Lifetimes& bounds)
{
    auto wanted = std::min(asked.value_or(bounds.usual), bounds.longest);
    if (wanted.count() <= 0)
        return std::chrono::seconds{0};
    if (wanted < std::min(bounds.shortest, bounds.longest)) {
        if (!asked)
            return bounds.shortest;
        return std::unexpected(Error{423, "Interval too small"});
    }
    return wanted;
}

std::string_view event_name(std::string_view header)
{
    header = header.substr(0, header.find(';'));
    auto first = header.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return header.substr(first, header.find_last_not_of(" \t") - first + 1);
}

}  // namespace sipcore::pubsub

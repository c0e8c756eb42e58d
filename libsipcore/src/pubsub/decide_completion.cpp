// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts of call completion. */
#include "pubsub/decide_completion.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "sipcore/letter_case.h"
#include "sipcore/name_addr.h"

namespace sipcore {

namespace pubsub {

namespace {

/** The letters of services. */
constexpr std::array<std::pair<std::string_view, CompletionService>, 3> letters{{
    {"BS", CompletionService::busy},
    {"NR", CompletionService::no_reply},
    {"NL", CompletionService::not_logged_in},
}};

/** A text without blanks around it. */
std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    auto first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/** The value of a line that has a name. */
std::optional<std::string_view> value_of(std::string_view line, std::string_view name)
{
    auto colon = line.find(':');
    if (colon == line.npos || !same_name(trimmed(line.substr(0, colon)), name))
        return std::nullopt;
    return trimmed(line.substr(colon + 1));
}

}  // namespace

std::string_view letters_of(CompletionService service)
{
    return std::ranges::find(letters, service, [](const auto& each) { return each.second; })->first;
}

std::string completion_body(const CompletionState& state)
{
    if (!state.ready)
        return "cc-state: queued\r\n";
    return std::format("cc-state: ready\r\ncc-URI: {}\r\n", state.recall_uri);
}

std::optional<CompletionState> read_completion_body(std::string_view body)
{
    std::optional<CompletionState> read;
    std::string uri;
    while (!body.empty()) {
        auto end = std::min(body.find('\n'), body.size());
        auto line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (auto state = value_of(line, "cc-state"))
            read = CompletionState{!same_name(*state, "queued"), {}};
        else if (auto told = value_of(line, "cc-URI"))
            uri = *told;
    }
    if (!read)
        return std::nullopt;
    if (uri.empty())
        return read;
    auto address = parse_name_addr(uri);
    if (!address || !parse_sip_uri(address->uri))
        return std::nullopt;
    read->recall_uri = std::move(address->uri);
    return read;
}

}  // namespace pubsub

std::optional<CompletionHint> read_completion_hint(std::string_view call_info)
{
    auto address = parse_name_addr(call_info);
    if (!address || !parse_sip_uri(address->uri))
        return std::nullopt;
    auto purpose = parameter_of(address->parameters, "purpose");
    if (!purpose || !same_name(*purpose, "call-completion"))
        return std::nullopt;
    CompletionHint hint{std::move(address->uri), CompletionService::busy};
    if (auto m = parameter_of(address->parameters, "m")) {
        for (const auto& [text, service] : pubsub::letters)
            if (same_name(*m, text))
                hint.service = service;
    }
    return hint;
}

Header completion_header(std::string_view uri)
{
    return {"Call-Info", std::format("<{}>;purpose=call-completion;m=NR", uri)};
}

}  // namespace sipcore

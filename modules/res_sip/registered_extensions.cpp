// SPDX-License-Identifier: GPL-2.0-only
/** @file Adding to the dialplan, and taking back. */
#include "registered_extensions.h"

namespace res_sip {

namespace {

/** Whose extensions and contexts they are, in the dialplan's listing. */
constexpr const char* registrar_name = "SIP";

/** The parts of a text between ampersands, without empty ones. */
std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto end = std::min(text.find('&'), text.size());
        if (end > 0)
            parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

}  // namespace

RegisteredExtensions::~RegisteredExtensions()
{
    apply({});
}

void RegisteredExtensions::apply(const sipcore::config::Global& global)
{
    auto wanted = parts_of(global.regcontext);
    std::vector<std::string> before;
    {
        std::lock_guard lock{mutex_};
        before = std::exchange(contexts_, wanted);
    }
    on_qualify_ = global.regexten_on_qualify;
    for (const auto& context : before)
        if (std::ranges::find(wanted, context) == wanted.end())
            ast_context_destroy_by_name(context.c_str(), registrar_name);
    for (const auto& context : wanted)
        ast_context_find_or_create(nullptr, nullptr, context.c_str(), registrar_name);
}

std::vector<RegisteredExtensions::Place> RegisteredExtensions::places(const sipcore::EndpointStatus& status)
{
    std::vector<std::string> contexts;
    {
        std::lock_guard lock{mutex_};
        contexts = contexts_;
    }
    if (contexts.empty() || !status.aor)
        return {};
    const auto& written = status.aor->regexten;
    std::vector<Place> all;
    for (const auto& part : parts_of(written.empty() ? status.endpoint->name : written)) {
        auto at = part.find('@');
        if (at == std::string::npos) {
            for (const auto& context : contexts)
                all.push_back({part, context});
            continue;
        }
        auto context = part.substr(at + 1);
        if (ast_context_find(context.c_str()))
            all.push_back({part.substr(0, at), context});
        else
            ast_log(LOG_WARNING, "Context %s must exist in regcontext= in sip.conf!\n", context.c_str());
    }
    return all;
}

void RegisteredExtensions::add(const sipcore::EndpointStatus& status)
{
    const auto* name = status.endpoint->name.c_str();
    for (const auto& [extension, context] : places(status)) {
        if (!ast_exists_extension(nullptr, context.c_str(), extension.c_str(), 1, nullptr))
            ast_add_extension(context.c_str(), 1, extension.c_str(), 1, nullptr, nullptr, "Noop", ast_strdup(name), ast_free_ptr,
                              registrar_name);
    }
}

void RegisteredExtensions::remove(const sipcore::EndpointStatus& status)
{
    for (const auto& [extension, context] : places(status))
        ast_context_remove_extension(context.c_str(), extension.c_str(), 1, registrar_name);
}

}  // namespace res_sip

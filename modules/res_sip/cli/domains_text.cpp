// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show domains`. */
#include "cli/domains_text.h"

#include <string_view>

#include "cli/columns.h"

namespace res_sip {

namespace {

/** A row. */
std::string row(std::string_view name, std::string_view context, std::string_view origin)
{
    return std::format("{} {} {}\n", cell(name, 40), cell(context, 20), cell(origin, 16));
}

}  // namespace

std::string domains_text(std::span<const sipcore::config::Domain> domains)
{
    if (domains.empty())
        return "SIP Domain support not enabled.\n\n";
    auto text = row("Our local SIP domains:", "Context", "Set by");
    for (const auto& domain : domains)
        text += row(domain.name, domain.context.empty() ? "(default)" : domain.context, domain.automatic ? "[Automatic]" : "[Configured]");
    return text + "\n";
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Which lines decided an option of an object. */
#include "config/said_by.h"

#include <algorithm>
#include <array>
#include <format>

#include "config/meanings.h"

namespace sipcore::config {

namespace {

/** Lines of sip.conf that make an object by themselves: they say all that it has. */
constexpr std::array<std::string_view, 4> whole_objects{"register", "mwi", "domain", "auth"};

/** Adds a line, in the place of one of the same name. */
void put(std::vector<Origin>& lines, const Origin& line)
{
    std::erase_if(lines, [&](const Origin& had) { return had.option == line.option; });
    lines.push_back(line);
}

/** Whether a line of a modular section says what an option writes. */
bool says(std::string_view line, std::string_view option)
{
    if (line == option || (line == "disallow" && option == "allow"))
        return true;
    return option.ends_with("permit") && line.ends_with("deny") && option.substr(0, option.size() - 6) == line.substr(0, line.size() - 4);
}

/** The lines of a section of sip.conf that decide an option. */
std::vector<Origin> deciding(const Origins& origins, const std::string& section, Scope scope, std::string_view type, std::string_view option)
{
    std::vector<Origin> lines;
    for (const auto& line : origins.lines(section)) {
        if (decides(line.option, scope, type, option))
            put(lines, line);
    }
    return lines;
}

}  // namespace

std::vector<Origin> said_by(const Origins& origins, std::string_view type, std::string_view name, std::string_view option)
{
    auto key = std::format("{} {}", type, name);
    std::vector<Origin> lines;
    for (const auto& line : origins.lines(key)) {
        if (says(line.option, option) || std::ranges::find(whole_objects, line.option) != whole_objects.end())
            put(lines, line);
    }
    auto section = origins.source(key);
    if (!lines.empty() || section == key)
        return lines;
    if (section.starts_with("device "))
        lines = deciding(origins, section, Scope::device, type, option);
    else if (section == "authentication")
        return deciding(origins, section, Scope::general, type, option);
    return lines.empty() ? deciding(origins, "general", Scope::general, type == "guest" ? "endpoint" : type, option) : lines;
}

}  // namespace sipcore::config

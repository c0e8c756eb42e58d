// SPDX-License-Identifier: GPL-2.0-only
/** @file What `sip show config` prints. */
#include "cli/effective_text.h"

#include <format>

namespace res_sip {

namespace {

/** Whether a value is not for everybody's eyes. */
bool is_secret(const std::string& option)
{
    return option == "password" || option == "md5_cred";
}

}  // namespace

std::string value_shown(const sipcore::config::Effective& option)
{
    return is_secret(option.option) && !option.value.empty() ? "<Set>" : option.value;
}

std::string effective_text(const std::vector<sipcore::config::EffectiveObject>& objects)
{
    std::string text;
    for (const auto& object : objects) {
        text += std::format("[{}] {}\n", object.name, object.type);
        for (const auto& option : object.options) {
            std::string from;
            for (const auto& line : option.said_by)
                from += std::format("{}{}:{} {}", from.empty() ? "" : ", ", line.place.file, line.place.line, line.option);
            auto value = value_shown(option);
            text += std::format("  {:<32} {:<32} {}\n", option.option, value.empty() ? "-" : value, from.empty() ? "default" : from);
        }
    }
    return text;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The two forms of what is configured. */
#include "cli/shown_words.h"

#include "cli/words.h"

namespace res_sip {

Shown secrecy(std::string_view text)
{
    return {std::string{is_set(text)}, !text.empty()};
}

Shown codecs_shown(std::span<const std::string> codecs, std::span<const std::string> all)
{
    return {codecs_word(codecs, all), codec_names(codecs, all)};
}

Shown proxy_shown(const std::optional<sipcore::config::OutboundProxy>& proxy)
{
    auto word = proxy_word(proxy);
    return {word, proxy ? sipcore::Value{word.substr(0, word.find_last_not_of(' ') + 1)} : sipcore::Value{}};
}

sipcore::Value variables_told(const sipcore::config::Endpoint& endpoint)
{
    sipcore::Value::List all;
    for (const auto& [name, value] : variables_shown(endpoint))
        all.emplace_back(sipcore::Record{{"name", name}, {"value", value}});
    return all;
}

}  // namespace res_sip

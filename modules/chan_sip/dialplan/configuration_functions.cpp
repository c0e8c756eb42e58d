// SPDX-License-Identifier: GPL-2.0-only
/** @file SIPPEER() and CHECKSIPDOMAIN(): what the configuration and the register of endpoints know. */
#include <strings.h>

#include "dialplan/dialplan_names.h"
#include "dialplan/peer_item.h"
#include "driver.h"
#include "pbx/guarded.h"
#include "sipcore/device_source.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** The calls of an endpoint that are counted. */
unsigned calls_of(const std::string& endpoint)
{
    auto use = driver()->uses().find(endpoint);
    return use ? use->in_use.load() : 0;
}

/** SIPPEER(name[,item]): nothing for names that nobody can be reached by. */
int read_peer(ast_channel*, const char*, char* data, char* buffer, size_t length)
{
    return pbx::guarded("SIPPEER", -1, [&] {
        std::string_view words = data ? data : "";
        auto comma = std::min(words.find(','), words.size());
        auto word = words.substr(std::min(comma + 1, words.size()));
        std::string name{words.substr(0, comma)};
        if (driver())
            sipcore::fetch_device(driver()->stack(), name);
        auto status = driver() ? driver()->stack().endpoints().find(name) : std::nullopt;
        *buffer = '\0';
        if (!status || !status->aor)
            return -1;
        Peer peer{.status = *status,
                  .calls = calls_of(status->endpoint->name),
                  .now = std::chrono::steady_clock::now(),
                  .wall = std::chrono::system_clock::now()};
        auto value = peer_item(peer, word.empty() ? "ip" : word);
        if (!value)
            return -1;
        ast_copy_string(buffer, value->c_str(), length);
        return 0;
    });
}

/** CHECKSIPDOMAIN(domain): the domain itself when it is one of ours. */
int check_domain(ast_channel*, const char*, char* data, char* buffer, size_t length)
{
    return pbx::guarded("CHECKSIPDOMAIN", -1, [&] {
        *buffer = '\0';
        if (!data || !*data) {
            sipcore::log::warning("CHECKSIPDOMAIN requires an argument - A domain name");
            return -1;
        }
        auto config = driver() ? driver()->stack().config() : nullptr;
        bool ours = config && std::ranges::any_of(config->domains, [&](const auto& domain) {
            return strcasecmp(domain.name.c_str(), data) == 0;
        });
        if (ours)
            ast_copy_string(buffer, data, length);
        return 0;
    });
}

/** The table. */
ast_custom_function functions[] = {
    readable("SIPPEER", read_peer),
    readable("CHECKSIPDOMAIN", check_domain),
};

}  // namespace

std::span<ast_custom_function> configuration_functions()
{
    return functions;
}

}  // namespace chan_sip

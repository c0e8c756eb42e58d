// SPDX-License-Identifier: GPL-2.0-only
/** @file The console command of identification. */
#include "cli/show_identify.h"

#include "cli/completion.h"
#include "cli/identify_text.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** The transports in words. */
const std::string transports[] = {"udp", "tcp", "tls", "ws", "wss"};

/** The transport of a word. */
std::optional<sipcore::config::Protocol> transport_of(std::string_view word)
{
    auto at = std::ranges::find_if(transports, [word](const std::string& each) { return strcasecmp(each.c_str(), std::string{word}.c_str()) == 0; });
    if (at == std::end(transports))
        return std::nullopt;
    using enum sipcore::config::Protocol;
    return std::array{udp, tcp, tls, ws, wss}[static_cast<std::size_t>(at - std::begin(transports))];
}

}  // namespace

std::optional<sipcore::SupposedRequest> supposed_request(const sipcore::Words& words)
{
    auto source = !words.empty() && words.size() <= 4 ? sipcore::SocketAddress::parse(words[0], 5060) : std::nullopt;
    auto transport = words.size() == 4 ? transport_of(words[3]) : sipcore::config::Protocol::udp;
    if (!source || !transport)
        return std::nullopt;
    return sipcore::SupposedRequest{*source, *transport, words.size() > 1 ? words[1] : "", words.size() > 2 ? words[2] : ""};
}

char* show_identify(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    constexpr int place = 3;
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show identify");
        entry->usage = "Usage: sip show identify <address>[:<port>] [<user> [<extension> [udp|tcp|tls|ws|wss]]]\n"
                       "       Tells whose a request from there would be, and why: by the user of its From, by its address,\n"
                       "       and by the extension that it calls. Without a port, 5060 is meant.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return pbx::guarded("sip show identify", static_cast<char*>(nullptr), [&]() -> char* {
            return arguments->pos == place + 3 ? complete(transports, arguments->word, arguments->n) : nullptr;
        });
    return pbx::guarded("sip show identify", CLI_FAILURE, [&]() -> char* {
        auto request = supposed_request({arguments->argv + place, arguments->argv + std::max(arguments->argc, place)});
        if (!request)
            return CLI_SHOWUSAGE;
        auto* stack = service() ? service()->stack() : nullptr;
        if (!stack)
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", identify_text(identify_answer(*request, sipcore::identify(*stack, *request), *stack->config())).c_str());
        return CLI_SUCCESS;
    });
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file All commands of this module together; `sip set debug` and `sip reload`. */
#include "cli/commands.h"

#include <format>

#include "cli/completion.h"
#include "cli/config_commands.h"
#include "cli/endpoint_commands.h"
#include "cli/endpoints_shown.h"
#include "cli/history_commands.h"
#include "cli/prune_command.h"
#include "cli/settings_commands.h"
#include "cli/show_identify.h"
#include "cli/show_tcp.h"
#include "cli/transport_text.h"
#include "pbx/guarded.h"
#include "service.h"
#include "sipcore/letter_case.h"

namespace res_sip {

namespace {

/** `sip reload`. */
char* reload(ast_cli_entry* entry, int command, ast_cli_args*)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip reload");
        entry->usage = "Usage: sip reload\n"
                       "       Reads sip.conf again and puts in force what changed; calls go on.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip reload", CLI_FAILURE, [&] {
        if (service())
            service()->reload();
        return CLI_SUCCESS;
    });
}

/** `sip set debug ip ADDRESS`. */
char* debug_address(ast_cli_args* arguments, std::string_view text)
{
    auto address = sipcore::SocketAddress::parse(text, 0);
    if (!address)
        return CLI_SHOWUSAGE;
    service()->trace().follow(*address);
    ast_cli(arguments->fd, "SIP Debugging Enabled for IP: %s\n", address->ip().text().c_str());
    return CLI_SUCCESS;
}

/** `sip set debug peer NAME`. */
char* debug_peer(ast_cli_args* arguments, const char* name)
{
    auto status = fetch_endpoint(name);
    if (!status) {
        ast_cli(arguments->fd, "No such peer '%s'\n", name);
        return CLI_SUCCESS;
    }
    if (!status->address) {
        ast_cli(arguments->fd, "Unable to get IP address of peer '%s'\n", name);
        return CLI_SUCCESS;
    }
    service()->trace().follow(status->address);
    ast_cli(arguments->fd, "SIP Debugging Enabled for IP: %s\n", status->address.ip().text().c_str());
    return CLI_SUCCESS;
}

/** `sip set debug on|off`. */
char* debug_all(ast_cli_args* arguments, std::string_view word)
{
    auto& trace = service()->trace();
    if (word == "on") {
        ast_cli(arguments->fd, trace.on() ? "SIP Debugging re-enabled\n" : "SIP Debugging enabled\n");
        trace.follow(std::nullopt);
        return CLI_SUCCESS;
    }
    trace.stop();
    if (!service()->traced_by_configuration()) {
        ast_cli(arguments->fd, "SIP Debugging Disabled\n");
        return CLI_SUCCESS;
    }
    trace.follow(std::nullopt);
    ast_cli(arguments->fd, "SIP Debugging still enabled due to configuration.\n"
                           "Set sipdebug=no in sip.conf and reload to actually disable.\n");
    return CLI_SUCCESS;
}

/** `sip set debug {on|off|ip|peer}`. */
char* set_debug(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip set debug {on|off|ip|peer}");
        entry->usage = "Usage: sip set debug {off|on|ip addr[:port]|peer peername}\n"
                       "       Prints SIP messages: all of them, or those of one address or peer.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE) {
        if (arguments->pos != 4 || strcasecmp(arguments->argv[3], "peer") != 0 || !service())
            return nullptr;
        std::vector<std::string> names;
        for (const auto& status : service()->stack()->endpoints().snapshot())
            names.push_back(status.endpoint->name);
        return complete(names, arguments->word, arguments->n);
    }
    return pbx::guarded("sip set debug", CLI_FAILURE, [&]() -> char* {
        if (!service())
            return CLI_FAILURE;
        auto word = sipcore::lower(arguments->argc > 3 ? arguments->argv[3] : "");
        if (arguments->argc == 4 && (word == "on" || word == "off"))
            return debug_all(arguments, word);
        if (arguments->argc == 5 && word == "ip")
            return debug_address(arguments, arguments->argv[4]);
        if (arguments->argc == 5 && word == "peer")
            return debug_peer(arguments, arguments->argv[4]);
        return CLI_SHOWUSAGE;
    });
}

/** `sip set debug pcap FILE|off`. */
char* set_debug_pcap(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip set debug pcap");
        entry->usage = "Usage: sip set debug pcap {file|off}\n"
                       "       Writes all SIP messages, decrypted, into a file that Wireshark reads; a name without a\n"
                       "       folder lies among Asterisk's logs. Who reads it sees what phones prove themselves with.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip set debug pcap", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != 5)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        auto ended = service()->wire_file().end();
        if (ended)
            ast_cli(arguments->fd, "%s", std::format("{} messages in '{}', {} left out\n", ended->messages, ended->path, ended->left_out).c_str());
        if (!strcasecmp(arguments->argv[4], "off")) {
            if (!ended)
                ast_cli(arguments->fd, "No file is being written\n");
            return CLI_SUCCESS;
        }
        auto begun = service()->wire_file().begin(arguments->argv[4]);
        if (!begun) {
            ast_cli(arguments->fd, "Unable to write: %s\n", begun.error().what.c_str());
            return CLI_FAILURE;
        }
        ast_cli(arguments->fd, "SIP messages are written into '%s'\n", begun->path.c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show transports`. */
char* show_transports(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show transports");
        entry->usage = "Usage: sip show transports\n"
                       "       Lists the sockets that listen, and what each transport carried since the start.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show transports", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != 3)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        auto& stack = *service()->stack();
        ast_cli(arguments->fd, "%s", transport_text(stack.listeners(), stack.connections(), stack.figures()).c_str());
        return CLI_SUCCESS;
    });
}

}  // namespace

std::unique_ptr<ConsoleCommands> register_commands()
{
    static ast_cli_entry entries[] = {
        pbx::cli_entry(set_debug, "Enable/Disable SIP debugging"),
        pbx::cli_entry(reload, "Reload SIP configuration"),
        pbx::cli_entry(show_tcp, "List TCP Connections"),
        pbx::cli_entry(prune_realtime, "Prune cached Realtime users/peers"),
        pbx::cli_entry(show_identify, "Tell whose a SIP request would be"),
        pbx::cli_entry(show_transports, "List transports and what they carried"),
        pbx::cli_entry(set_debug_pcap, "Write SIP messages into a file"),
    };
    return std::make_unique<ConsoleCommands>(
        std::initializer_list<std::span<ast_cli_entry>>{entries, endpoint_commands(), settings_commands(), history_commands(), config_commands()});
}

}  // namespace res_sip

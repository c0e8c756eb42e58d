// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show peers`, `sip set debug`, `sip reload`. */
#include "cli/commands.h"

#include <regex.h>

#include "cli/peers_text.h"
#include "cli/show_tcp.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** A regular expression as POSIX has them. */
class Pattern {
public:
    /** Compiles it. */
    explicit Pattern(const char* text) : compiled_{regcomp(&regex_, text, REG_EXTENDED | REG_NOSUB) == 0} {}
    Pattern(const Pattern&) = delete;             ///< owns a compiled expression
    Pattern& operator=(const Pattern&) = delete;  ///< owns a compiled expression
    ~Pattern()
    {
        if (compiled_)
            regfree(&regex_);
    }
    /** Whether it could be compiled. */
    bool usable() const { return compiled_; }
    /** Whether it is found in a text. */
    bool found_in(const std::string& text) const { return regexec(&regex_, text.c_str(), 0, nullptr, 0) == 0; }

private:
    regex_t regex_{};
    bool compiled_;
};

/** The `n`-th of some words that begins as `word` does, for the console to give away; null when there is none. */
char* complete(std::span<const std::string> words, const char* word, int n)
{
    int found = 0;
    for (const auto& each : words) {
        if (strncasecmp(each.c_str(), word, std::strlen(word)) == 0 && found++ == n)
            return ast_strdup(each.c_str());
    }
    return nullptr;
}

/** `sip show peers [like PATTERN]`. */
char* show_peers(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show peers [like]");
        entry->usage = "Usage: sip show peers [like <pattern>]\n"
                       "       Lists the peers with where they are and how they answer. With a pattern (a\n"
                       "       regular expression) only those whose name it is found in.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show peers", CLI_FAILURE, [&] {
        auto* stack = service() ? service()->stack() : nullptr;
        if (!stack)
            return CLI_FAILURE;
        auto endpoints = stack->endpoints().snapshot();
        if (arguments->argc == 5 && strcasecmp(arguments->argv[3], "like") == 0) {
            Pattern pattern{arguments->argv[4]};
            if (!pattern.usable())
                return CLI_SHOWUSAGE;
            std::erase_if(endpoints, [&](const auto& status) { return !pattern.found_in(status.endpoint->name); });
        } else if (arguments->argc != 3) {
            return CLI_SHOWUSAGE;
        }
        ast_cli(arguments->fd, "%s", peers_text(std::move(endpoints)).c_str());
        return CLI_SUCCESS;
    });
}

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
    auto status = service()->stack()->endpoints().find(name);
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
        std::string word = arguments->argc > 3 ? arguments->argv[3] : "";
        std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (arguments->argc == 4 && (word == "on" || word == "off"))
            return debug_all(arguments, word);
        if (arguments->argc == 5 && word == "ip")
            return debug_address(arguments, arguments->argv[4]);
        if (arguments->argc == 5 && word == "peer")
            return debug_peer(arguments, arguments->argv[4]);
        return CLI_SHOWUSAGE;
    });
}

}  // namespace

std::unique_ptr<pbx::CliCommands> register_commands()
{
    static ast_cli_entry entries[] = {
        pbx::cli_entry(show_peers, "List defined SIP peers"),
        pbx::cli_entry(set_debug, "Enable/Disable SIP debugging"),
        pbx::cli_entry(reload, "Reload SIP configuration"),
        pbx::cli_entry(show_tcp, "List TCP Connections"),
    };
    return std::make_unique<pbx::CliCommands>(entries);
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip config translate`, `sip config check`, `sip show config`: on a console's thread, on values and files only. */
#include "cli/config_commands.h"

#include "cli/completion.h"
#include "cli/effective_text.h"
#include "config_source.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"
#include "service.h"
#include "sipcore/config/check.h"
#include "sipcore/config/write.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;

/** Prints a text of any length. */
void print(const ast_cli_args* arguments, const std::string& text)
{
    constexpr std::size_t portion = 4096;  // less than what the console takes at once
    for (std::size_t at = 0; at < text.size(); at += portion)
        ast_cli(arguments->fd, "%s", text.substr(at, portion).c_str());
}

/** `sip config translate [pjsip]`. */
char* translate(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip config translate");
        entry->usage = "Usage: sip config translate [pjsip]\n"
                       "       Prints the configuration in force as a res_sip.conf, with the line that each line comes from behind it.\n"
                       "       With pjsip it is a pjsip.conf for chan_pjsip, which names what cannot be said there.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return arguments->pos == 3 ? complete(std::vector<std::string>{"pjsip"}, arguments->word, arguments->n) : nullptr;
    return pbx::guarded("sip config translate", CLI_FAILURE, [&]() -> char* {
        bool pjsip = arguments->argc == 4 && std::string_view{arguments->argv[3]} == "pjsip";
        if (arguments->argc > 4 || (arguments->argc == 4 && !pjsip))
            return CLI_SHOWUSAGE;
        auto* stack = service() ? service()->stack() : nullptr;
        auto origins = service() ? service()->origins() : nullptr;
        if (!stack || !origins)
            return CLI_FAILURE;
        auto running = stack->config();
        print(arguments, pjsip ? config::text_for_pjsip(*running, *origins) : config::modular_text(*running, *origins, AsteriskHost{}));
        return CLI_SUCCESS;
    });
}

/** Whether sections are those of a modular file. */
bool is_modular(const std::string& file, const config::Sections& sections)
{
    if (file.ends_with("res_sip.conf"))
        return true;
    if (file.ends_with("/sip.conf") || file == "sip.conf")
        return false;
    static constexpr std::array<std::string_view, 3> old{"peer", "user", "friend"};
    for (const auto& section : sections) {
        for (const auto& line : section.entries) {
            if (line.name == "type")
                return std::ranges::find(old, line.value) == old.end();
        }
    }
    return false;
}

/** What is found in one file, or in those that would be read; why nothing could be looked at. */
std::expected<config::Findings, std::string> look_over(const std::string& file)
{
    AsteriskConfig source;
    AsteriskHost host;
    if (!file.empty()) {
        auto sections = source.read(file);
        if (!sections)
            return std::unexpected(sections.error().what);
        return is_modular(file, *sections) ? config::check_modular(*sections, host) : config::check_sip_conf(*sections, {}, host);
    }
    auto files = sections_of_files(source);
    if (!files)
        return std::unexpected(files.error());
    if (files->old && files->modular)
        return config::check_both(*files->old, files->users, *files->modular, host);
    return files->old ? config::check_sip_conf(*files->old, files->users, host) : config::check_modular(*files->modular, host);
}

/** `sip config check [json] [FILE]`. */
char* check(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip config check");
        entry->usage = "Usage: sip config check [json] [FILE]\n"
                       "       Looks the configuration files over without putting them in force, or one file: each problem with\n"
                       "       its file and line, as lines or as JSON. The last line says how many errors, warnings and notices\n"
                       "       there are. The program sip-config-check does the same and ends with a status for scripts.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return arguments->pos == 3 ? complete(std::vector<std::string>{"json"}, arguments->word, arguments->n) : nullptr;
    return pbx::guarded("sip config check", CLI_FAILURE, [&]() -> char* {
        bool json = arguments->argc > 3 && std::string_view{arguments->argv[3]} == "json";
        auto words = arguments->argc - (json ? 4 : 3);
        if (words > 1)
            return CLI_SHOWUSAGE;
        auto found = look_over(words == 1 ? arguments->argv[json ? 4 : 3] : "");
        config::Findings findings;
        if (found)
            findings = std::move(*found);
        else
            findings.push_back({config::Weight::error, {}, "unreadable", found.error()});
        print(arguments, json ? config::findings_json(findings) : config::findings_text(findings));
        return CLI_SUCCESS;
    });
}

/** `sip show config [PEER]`. */
char* show_config(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show config");
        entry->usage = "Usage: sip show config [PEER]\n"
                       "       Shows each option of a peer as it is in force, or of what holds for all, with the file and line that\n"
                       "       said so. Options have the names that res_sip.conf gives them.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE) {
        if (arguments->pos != 3 || !service() || !service()->stack())
            return nullptr;
        std::vector<std::string> names;
        for (const auto& status : service()->stack()->endpoints().snapshot())
            names.push_back(status.endpoint->name);
        return complete(names, arguments->word, arguments->n);
    }
    return pbx::guarded("sip show config", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc > 4)
            return CLI_SHOWUSAGE;
        auto* stack = service() ? service()->stack() : nullptr;
        auto origins = service() ? service()->origins() : nullptr;
        if (!stack || !origins)
            return CLI_FAILURE;
        std::string name = arguments->argc == 4 ? arguments->argv[3] : "";
        auto objects = config::effective(*stack->config(), *origins, name);
        if (objects.empty())
            ast_cli(arguments->fd, "Peer %s not found.\n", name.c_str());
        print(arguments, effective_text(objects));
        return CLI_SUCCESS;
    });
}

/** The commands, as Asterisk keeps them. */
ast_cli_entry entries[] = {
    pbx::cli_entry(translate, "Print the SIP configuration as res_sip.conf or pjsip.conf"),
    pbx::cli_entry(check, "Look SIP configuration files over"),
    pbx::cli_entry(show_config, "Show SIP options and the lines that set them"),
};

}  // namespace

std::span<ast_cli_entry> config_commands()
{
    return entries;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show peers`, `sip show peer`, `sip show users`, `sip show user`, `sip qualify peer`. */
#include "cli/endpoint_commands.h"

#include "ami/actions.h"
#include "cli/completion.h"
#include "cli/endpoints_shown.h"
#include "cli/host_codecs.h"
#include "cli/pattern.h"
#include "cli/peer_text.h"
#include "cli/peers_text.h"
#include "cli/users_text.h"
#include "pbx/cli.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** The names of those that fit. */
template <class Fits>
std::vector<std::string> names(Fits fits)
{
    std::vector<std::string> names;
    for (const auto& status : all_endpoints()) {
        if (fits(status))
            names.push_back(status.endpoint->name);
    }
    return names;
}

/** Completes the name of an endpoint as the fourth word, and `load` behind it. */
template <class Fits>
char* complete_name(const ast_cli_args* arguments, Fits fits)
{
    if (arguments->pos == 3)
        return complete(names(fits), arguments->word, arguments->n);
    static const std::string load[] = {"load"};
    return arguments->pos == 4 ? complete(load, arguments->word, arguments->n) : nullptr;
}

/** The endpoint that the fourth word names; with `load` behind it, it is looked up in a database too. */
std::optional<sipcore::EndpointStatus> asked_for(const ast_cli_args* arguments)
{
    bool load = arguments->argc == 5 && std::string_view{arguments->argv[4]} == "load";
    return load ? read_endpoint(arguments->argv[3]) : find_endpoint(arguments->argv[3]);
}

/** Everybody fits. */
bool anybody(const sipcore::EndpointStatus&)
{
    return true;
}

/** Prints a table of endpoints: `sip show WORD [like PATTERN]`. */
template <class Text>
char* show_table(const ast_cli_args* arguments, Text text)
{
    auto endpoints = all_endpoints();
    if (arguments->argc == 5 && strcasecmp(arguments->argv[3], "like") == 0) {
        Pattern pattern{arguments->argv[4]};
        if (!pattern.usable())
            return CLI_SHOWUSAGE;
        std::erase_if(endpoints, [&](const auto& status) { return !pattern.found_in(status.endpoint->name); });
    } else if (arguments->argc != 3) {
        return CLI_SHOWUSAGE;
    }
    ast_cli(arguments->fd, "%s", text(std::move(endpoints)).c_str());
    return CLI_SUCCESS;
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
        return show_table(arguments, [](auto endpoints) {
            auto database = of_database();
            return peers_text(peer_rows(std::move(endpoints), database), database.is_configured);
        });
    });
}

/** `sip show users [like PATTERN]`. */
char* show_users(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show users [like]");
        entry->usage = "Usage: sip show users [like <pattern>]\n"
                       "       Lists those that are known by the name in their From header. With a pattern (a\n"
                       "       regular expression) only those whose name it is found in.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show users", CLI_FAILURE, [&] { return show_table(arguments, [](auto endpoints) { return users_text(user_rows(std::move(endpoints))); }); });
}

/** `sip show peer NAME [load]`. */
char* show_peer(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show peer");
        entry->usage = "Usage: sip show peer <name> [load]\n"
                       "       Shows all that is known of a peer. With \"load\" a peer of a database is\n"
                       "       looked up there too.\n";
        return nullptr;
    }
    return pbx::guarded("sip show peer", CLI_FAILURE, [&]() -> char* {
        if (command == CLI_GENERATE)
            return complete_name(arguments, anybody);
        if (arguments->argc < 4)
            return CLI_SHOWUSAGE;
        auto status = asked_for(arguments);
        if (!status || !is_peer(*status)) {
            ast_cli(arguments->fd, "Peer %s not found.\n\n", arguments->argv[3]);
            return CLI_SUCCESS;
        }
        auto config = service()->stack()->config();
        auto codecs = host_codecs();
        ast_cli(arguments->fd, "%s", peer_text({*status, *config, std::chrono::steady_clock::now(), codecs, has_row(arguments->argv[3])}).c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show user NAME [load]`. */
char* show_user(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show user");
        entry->usage = "Usage: sip show user <name> [load]\n"
                       "       Shows what is known of a user. With \"load\" a user of a database is looked up\n"
                       "       there too.\n";
        return nullptr;
    }
    return pbx::guarded("sip show user", CLI_FAILURE, [&]() -> char* {
        if (command == CLI_GENERATE)
            return complete_name(arguments, is_user);
        if (arguments->argc < 4)
            return CLI_SHOWUSAGE;
        auto status = asked_for(arguments);
        if (status && is_user(*status))
            ast_cli(arguments->fd, "%s", user_text(*status).c_str());
        else
            ast_cli(arguments->fd, "User %s not found.\n\n", arguments->argv[3]);
        return CLI_SUCCESS;
    });
}

/** `sip qualify peer NAME [load]`. */
char* qualify_peer(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip qualify peer");
        entry->usage = "Usage: sip qualify peer <name> [load]\n"
                       "       Asks a peer now whether it answers. With \"load\" a peer of a database is\n"
                       "       looked up there too.\n";
        return nullptr;
    }
    return pbx::guarded("sip qualify peer", CLI_FAILURE, [&]() -> char* {
        if (command == CLI_GENERATE)
            return complete_name(arguments, anybody);
        if (arguments->argc < 4)
            return CLI_SHOWUSAGE;
        auto status = asked_for(arguments);
        if (status && is_peer(*status))
            ask_now(status->endpoint->name, "");
        else
            ast_cli(arguments->fd, "Peer '%s' not found\n", arguments->argv[3]);
        return CLI_SUCCESS;
    });
}

/** The commands, as Asterisk keeps them. */
ast_cli_entry entries[] = {
    pbx::cli_entry(show_peers, "List defined SIP peers"),
    pbx::cli_entry(show_peer, "Show details on specific SIP peer"),
    pbx::cli_entry(show_users, "List defined SIP users"),
    pbx::cli_entry(show_user, "Show details on specific SIP user"),
    pbx::cli_entry(qualify_peer, "Send an OPTIONS packet to a peer"),
};

}  // namespace

std::span<ast_cli_entry> endpoint_commands()
{
    return entries;
}

}  // namespace res_sip

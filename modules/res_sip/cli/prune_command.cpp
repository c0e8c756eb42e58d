// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip prune realtime`: devices of a database are forgotten until they are asked for again. */
#include "cli/prune_command.h"

#include "cli/completion.h"
#include "cli/pattern.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** Whether a word is another, letter case aside. */
bool is(const char* word, const char* other)
{
    return strcasecmp(word, other) == 0;
}

/** Forgets all whose name fits, and says how many. */
char* prune_many(const ast_cli_args* arguments, const std::function<bool(const std::string&)>& fits)
{
    auto count = service()->devices().prune_all(fits);
    if (count > 0)
        ast_cli(arguments->fd, "%zu peers pruned.\n", count);
    else
        ast_cli(arguments->fd, "No peers found to prune.\n");
    return CLI_SUCCESS;
}

/** Forgets one. */
char* prune_one(const ast_cli_args* arguments, const char* name)
{
    bool known = service()->stack()->endpoints().find(name).has_value();
    switch (service()->devices().prune(name, known)) {
    case Pruned::pruned: ast_cli(arguments->fd, "Peer '%s' pruned.\n", name); break;
    case Pruned::not_realtime: ast_cli(arguments->fd, "Peer '%s' is not a Realtime peer, cannot be pruned.\n", name); break;
    case Pruned::not_found: ast_cli(arguments->fd, "Peer '%s' not found.\n", name); break;
    }
    return CLI_SUCCESS;
}

/** What may stand at a place. */
char* complete_word(const ast_cli_args* arguments)
{
    auto names = service() ? service()->devices().names() : std::vector<std::string>{};
    bool after_peer = arguments->pos > 3 && is(arguments->argv[3], "peer");
    if (arguments->pos == 3)
        return complete(std::vector<std::string>{"all", "peer"}, arguments->word, arguments->n);
    if (arguments->pos == 4 && after_peer) {
        names.insert(names.begin(), {"all", "like"});
        return complete(names, arguments->word, arguments->n);
    }
    return arguments->pos == 5 && after_peer && is(arguments->argv[4], "like") ? complete(names, arguments->word, arguments->n) : nullptr;
}

}  // namespace

char* prune_realtime(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip prune realtime");
        entry->usage = "Usage: sip prune realtime [peer [<name>|all|like <pattern>]|all]\n"
                       "       Forgets devices of a database; they are read again when somebody asks for them.\n";
        return nullptr;
    }
    return pbx::guarded("sip prune realtime", CLI_FAILURE, [&]() -> char* {
        if (command == CLI_GENERATE)
            return complete_word(arguments);
        auto words = std::span{arguments->argv, static_cast<std::size_t>(arguments->argc)}.subspan(3);
        if (words.size() > 1 && is(words[0], "peer"))
            words = words.subspan(1);
        else if (words.size() == 1 && is(words[0], "peer"))
            return CLI_SHOWUSAGE;
        if (!service() || !service()->stack())
            return CLI_FAILURE;
        if (words.size() == 2 && is(words[0], "like")) {
            Pattern pattern{words[1]};
            if (!pattern.usable())
                return CLI_SHOWUSAGE;
            return prune_many(arguments, [&](const std::string& name) { return pattern.found_in(name); });
        }
        if (words.size() != 1 || is(words[0], "like"))
            return CLI_SHOWUSAGE;
        return is(words[0], "all") ? prune_many(arguments, [](const std::string&) { return true; }) : prune_one(arguments, words[0]);
    });
}

}  // namespace res_sip

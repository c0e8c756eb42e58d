// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show subscriptions`, `sip show mwi`, `sip notify` and SIPnotify. */
#include "commands.h"

#include "notify_types.h"
#include "pbx/guarded.h"
#include "service.h"
#include "sipcore/device_source.h"
#include "subscriptions_text.h"

namespace res_sip_pubsub {

namespace {

/** `sip show subscriptions`. */
char* show_subscriptions(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show subscriptions");
        entry->usage = "Usage: sip show subscriptions\n"
                       "       Lists active SIP subscriptions for extension states\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show subscriptions", CLI_FAILURE, [&] {
        if (arguments->argc != 3)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", subscriptions_text(service()->subscriptions().snapshot()).c_str());
        return CLI_SUCCESS;
    });
}

/** `sip show mwi`. */
char* show_mwi(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show mwi");
        entry->usage = "Usage: sip show mwi\n"
                       "       Provides a list of MWI subscriptions and status.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show mwi", CLI_FAILURE, [&] {
        if (!service())
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", remote_mailboxes_text(service()->subscriptions().remote_mailboxes()).c_str());
        return CLI_SUCCESS;
    });
}

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

/** Words for the place where the cursor is. */
char* complete_notify(ast_cli_args* arguments)
{
    if (arguments->pos == 2)
        return complete(NotifyTypes{}.names(), arguments->word, arguments->n);
    if (arguments->pos < 3 || !service())
        return nullptr;
    std::vector<std::string> names;
    for (const auto& status : service()->stack().endpoints().snapshot())
        names.push_back(status.endpoint->name);
    return complete(names, arguments->word, arguments->n);
}

/** A target whose host is a name with an address in its place, unless it is a device's, maybe of a database: the console may wait
 *  for that. */
std::string numeric(std::string target)
{
    if (sipcore::fetch_device(service()->stack(), target) || sipcore::SocketAddress::parse(target, 5060))
        return target;
    ast_sockaddr address{};
    if (ast_sockaddr_resolve_first_af(&address, target.c_str(), 0, AST_AF_UNSPEC) != 0)
        return target;
    if (ast_sockaddr_port(&address) == 0)
        ast_sockaddr_set_port(&address, 5060);
    return ast_sockaddr_stringify(&address);
}

/** `sip notify`. */
char* notify(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip notify");
        entry->usage = "Usage: sip notify <type> <peer> [<peer>...]\n"
                       "       Send a NOTIFY message to a SIP peer or peers\n"
                       "       Message types are defined in sip_notify.conf\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return complete_notify(arguments);
    return pbx::guarded("sip notify", CLI_FAILURE, [&] {
        if (arguments->argc < 4)
            return CLI_SHOWUSAGE;
        NotifyTypes types;
        if (!types.there() || types.names().empty()) {
            ast_cli(arguments->fd, "No sip_notify.conf file found, or no types listed there\n");
            return CLI_FAILURE;
        }
        auto lines = types.find(arguments->argv[2]);
        if (!lines || !service()) {
            ast_cli(arguments->fd, "Unable to find notify type '%s'\n", arguments->argv[2]);
            return CLI_FAILURE;
        }
        for (int i = 3; i < arguments->argc; ++i) {
            const char* target = arguments->argv[i];
            if (service()->subscriptions().notify(lines->order(numeric(target))))
                ast_cli(arguments->fd, "Sending NOTIFY of type '%s' to '%s'\n", arguments->argv[2], target);
            else
                ast_cli(arguments->fd, "Could not create address for '%s'\n", target);
        }
        return CLI_SUCCESS;
    });
}

/** SIPnotify. */
int notify_action(mansession* session, const message* action)
{
    return pbx::guarded("SIPnotify", 0, [&] {
        std::string channel = astman_get_header(action, const_cast<char*>("Channel"));
        if (channel.empty()) {
            astman_send_error(session, action, const_cast<char*>("SIPNotify requires a channel name"));
            return 0;
        }
        if (strncasecmp(channel.c_str(), "sip/", 4) == 0)
            channel.erase(0, 4);
        if (!service()) {
            astman_send_error(session, action, const_cast<char*>("Could not create address"));
            return 0;
        }
        NotifyLines lines;
        auto* variables = astman_get_variables_order(action, ORDER_NATURAL);
        for (auto* each = variables; each; each = each->next)
            lines.add(each->name, each->value);
        ast_variables_destroy(variables);
        auto order = lines.order({});
        order.call_id = astman_get_header(action, const_cast<char*>("Call-ID"));
        if (order.call_id.empty())
            order.target = numeric(channel);
        if (auto sent = service()->subscriptions().notify(std::move(order)); !sent)
            astman_send_error(session, action, const_cast<char*>(sent.error().reason.c_str()));
        else
            astman_send_ack(session, action, const_cast<char*>("Notify Sent"));
        return 0;
    });
}

/** The record of a row of any kind. */
constexpr auto as_record = [](const auto& row) { return record_of(row); };

/** `subscriptions`. */
sipcore::Outcome<sipcore::Report> subscriptions_report(const sipcore::Words& words)
{
    if (!words.empty())
        return sipcore::wrong_words("");
    auto all = service() ? service()->subscriptions().snapshot() : std::vector<sipcore::SubscriptionStatus>{};
    return sipcore::Report{sipcore::rows_of(all, as_record), {}};
}

/** `mwi`. */
sipcore::Outcome<sipcore::Report> remote_mailboxes_report(const sipcore::Words& words)
{
    if (!words.empty())
        return sipcore::wrong_words("");
    auto all = service() ? service()->subscriptions().remote_mailboxes() : std::vector<sipcore::RemoteMailboxStatus>{};
    return sipcore::Report{sipcore::rows_of(all, as_record), {}};
}

/** The console's commands. */
ast_cli_entry entries[] = {pbx::cli_entry(show_subscriptions, "List active SIP subscriptions"),
                           pbx::cli_entry(show_mwi, "Show MWI subscriptions"),
                           pbx::cli_entry(notify, "Send a notify packet to a SIP peer")};
/** The manager's actions. */
constexpr pbx::ManagerAction actions[] = {{"SIPnotify", EVENT_FLAG_SYSTEM, notify_action, nullptr, nullptr}};

}  // namespace

Commands::Commands()
    : console_{entries}, manager_{actions}, subscriptions_{"subscriptions", subscriptions_report}, remote_mailboxes_{"mwi", remote_mailboxes_report}
{
}

}  // namespace res_sip_pubsub

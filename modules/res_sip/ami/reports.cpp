// SPDX-License-Identifier: GPL-2.0-only
/** @file Reports from the rows that the console shows. */
#include "ami/reports.h"

#include "cli/elsewhere.h"
#include "cli/endpoints_shown.h"
#include "cli/history_commands.h"
#include "cli/host_codecs.h"
#include "cli/pattern.h"
#include "cli/peer_text.h"
#include "cli/records.h"
#include "cli/settings_text.h"
#include "cli/show_identify.h"
#include "service.h"
#include "sipcore/device_source.h"
#include "sipcore/letter_case.h"

namespace res_sip {

namespace {

using sipcore::Failure;
using sipcore::Outcome;
using sipcore::Report;
using sipcore::rows_of;
using sipcore::Words;
using sipcore::wrong_words;
/** Endpoints as they are now. */
using Statuses = std::vector<sipcore::EndpointStatus>;

/** The record of a row of any kind. */
constexpr auto as_record = [](const auto& row) { return record_of(row); };

/** The endpoints that are asked for: all, or with `like PATTERN` some of them. */
Outcome<Statuses> endpoints_of(const Words& words)
{
    auto endpoints = all_endpoints();
    if (words.empty())
        return endpoints;
    if (words.size() != 2 || !sipcore::same_name(words[0], "like"))
        return wrong_words("[like <pattern>]");
    Pattern pattern{words[1].c_str()};
    if (!pattern.usable())
        return wrong_words("[like <pattern>], a regular expression");
    std::erase_if(endpoints, [&](const auto& status) { return !pattern.found_in(status.endpoint->name); });
    return endpoints;
}

/** `peers [like PATTERN]`. */
Outcome<Report> peers(const Words& words)
{
    return endpoints_of(words).transform([](Statuses endpoints) {
        auto rows = peer_rows(std::move(endpoints), of_database());
        return Report{rows_of(rows, as_record), record_of(count_peers(rows))};
    });
}

/** `users [like PATTERN]`. */
Outcome<Report> users(const Words& words)
{
    return endpoints_of(words).transform([](Statuses endpoints) { return Report{rows_of(user_rows(std::move(endpoints)), as_record), {}}; });
}

/** Whether the words are `NAME [load]`; with `load` the device is looked up in the database too. */
bool name_and_load(sipcore::Stack& stack, const Words& words)
{
    bool load = words.size() == 2 && sipcore::same_name(words[1], "load");
    if (words.empty() || words.size() > 2 || (words.size() == 2 && !load))
        return false;
    if (load)
        sipcore::read_device(stack, words[0]);
    return true;
}

/** `peer NAME [load]`. */
Outcome<Report> peer(sipcore::Stack& stack, const Words& words)
{
    if (!name_and_load(stack, words))
        return wrong_words("<name> [load]");
    auto status = find_endpoint(words[0]);
    if (!status || !is_peer(*status))
        return std::unexpected(Failure{std::format("Peer {} not found.", words[0])});
    auto config = stack.config();
    auto codecs = host_codecs();
    return Report{peer_page({*status, *config, std::chrono::steady_clock::now(), codecs, has_row(words[0])}).records(), {}};
}

/** `user NAME [load]`. */
Outcome<Report> user(sipcore::Stack& stack, const Words& words)
{
    if (!name_and_load(stack, words))
        return wrong_words("<name> [load]");
    auto status = find_endpoint(words[0]);
    if (!status || !is_user(*status))
        return std::unexpected(Failure{std::format("User {} not found.", words[0])});
    return Report{user_page(*status).records(), {}};
}

/** `settings`. */
Outcome<Report> settings(sipcore::Stack& stack, const Words&)
{
    auto config = stack.config();
    auto codecs = host_codecs();
    auto listeners = stack.listeners();
    return Report{settings_page({*config, codecs, listeners, RealtimeDevices::is_configured(), is_mapped("sipregs"), service()->recorder().records()}).records(), {}};
}

/** `domains`. */
Outcome<Report> domains(sipcore::Stack& stack, const Words&)
{
    auto config = stack.config();
    return Report{rows_of(config->domains, as_record), {}};
}

/** `objects`. */
Outcome<Report> objects(sipcore::Stack& stack, const Words&)
{
    auto config = stack.config();
    return objects_report(object_rows(all_endpoints(), *config, of_database()));
}

/** `sched`. */
Outcome<Report> sched(sipcore::Stack&, const Words&)
{
    auto kinds = timer_rows(all_endpoints(), other_timers());
    auto all = count_timers(kinds);
    return Report{rows_of(kinds, as_record), {{"highwater", all}, {"schedcnt", all}}};
}

/** `tcp`. */
Outcome<Report> tcp(sipcore::Stack& stack, const Words&)
{
    return Report{rows_of(tcp_rows(stack.connections()), as_record), {}};
}

/** `transports`. */
Outcome<Report> transports(sipcore::Stack& stack, const Words&)
{
    return Report{transport_records(stack.listeners(), stack.connections(), stack.figures()), {}};
}

/** `identify ADDRESS[:PORT] [USER [EXTENSION [TRANSPORT]]]`. */
Outcome<Report> identify(sipcore::Stack& stack, const Words& words)
{
    auto request = supposed_request(words);
    if (!request)
        return wrong_words("<address>[:<port>] [<user> [<extension> [udp|tcp|tls|ws|wss]]]");
    auto config = stack.config();
    return Report{{record_of(identify_answer(*request, sipcore::identify(stack, *request), *config))}, {}};
}

/** `config [PEER]`. */
Outcome<Report> config(sipcore::Stack& stack, const Words& words)
{
    if (words.size() > 1)
        return wrong_words("[<peer>]");
    auto origins = service()->origins();
    if (!origins)
        return std::unexpected(Failure{"No configuration is in force"});
    auto name = words.empty() ? std::string{} : words[0];
    auto running = stack.config();
    auto objects = sipcore::config::effective(*running, *origins, name);
    if (objects.empty())
        return std::unexpected(Failure{std::format("Peer {} not found.", name)});
    return Report{option_records(objects), {}};
}

/** Makes a report of recorded dialogs by `records`. */
template <class Records>
Outcome<Report> recorded(const std::vector<NotedDialog>& found, const std::string& asked, Records records)
{
    if (found.empty())
        return std::unexpected(Failure{std::format("No such SIP Call ID starting with '{}'", asked)});
    return Report{records(found), {{"recording", service()->recorder().records()}}};
}

/** `history CALL-ID`. */
Outcome<Report> history(sipcore::Stack&, const Words& words)
{
    if (words.size() != 1)
        return wrong_words("<call-id>");
    return recorded(service()->recorder().find(words[0]), words[0], entry_records);
}

/** `ladder CALL-ID|CHANNEL`. */
Outcome<Report> ladder(sipcore::Stack&, const Words& words)
{
    if (words.size() != 1)
        return wrong_words("<call-id|channel>");
    return recorded(dialogs_of_channel_or_call(service()->recorder(), words[0]), words[0], message_records);
}

/** Makes a report of the stack that runs. */
using StackReporter = Outcome<Report> (*)(sipcore::Stack&, const Words&);

/** With it, when there is one. */
sipcore::Reporter with_stack(StackReporter reporter)
{
    return [reporter](const Words& words) -> Outcome<Report> {
        auto* stack = service() ? service()->stack() : nullptr;
        if (!stack)
            return std::unexpected(Failure{"The SIP stack does not run"});
        return reporter(*stack, words);
    };
}

/** The same for a report that takes no words. */
sipcore::Reporter without_words(StackReporter reporter)
{
    return [made = with_stack(reporter)](const Words& words) -> Outcome<Report> {
        if (!words.empty())
            return wrong_words("");
        return made(words);
    };
}

}  // namespace

Reports::Reports()
{
    offers_.emplace_back("peers", peers);
    offers_.emplace_back("users", users);
    offers_.emplace_back("peer", with_stack(peer));
    offers_.emplace_back("user", with_stack(user));
    offers_.emplace_back("settings", without_words(settings));
    offers_.emplace_back("domains", without_words(domains));
    offers_.emplace_back("objects", without_words(objects));
    offers_.emplace_back("sched", without_words(sched));
    offers_.emplace_back("tcp", without_words(tcp));
    offers_.emplace_back("transports", without_words(transports));
    offers_.emplace_back("identify", with_stack(identify));
    offers_.emplace_back("config", with_stack(config));
    offers_.emplace_back("history", with_stack(history));
    offers_.emplace_back("ladder", with_stack(ladder));
}

}  // namespace res_sip

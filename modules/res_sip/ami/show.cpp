// SPDX-License-Identifier: GPL-2.0-only
/** @file SIPShow: a report as a list of events. */
#include "ami/show.h"

#include "ami/json.h"
#include "ami/json_lines.h"
#include "pbx/ami.h"
#include "pbx/guarded.h"
#include "sipcore/report.h"

namespace res_sip {

namespace {

/** A header of a request; empty when it is not there. */
std::string header(const message* request, const char* name)
{
    return astman_get_header(request, const_cast<char*>(name));
}

/** A record in lines, each with its end. */
std::string lines_of(const sipcore::Record& record)
{
    std::string lines;
    auto json = json_of(record);
    for (auto piece : pieces_of(json, longest_json_line))
        lines += std::format("JSON: {}\r\n", piece);
    return lines;
}

/** Answers with a report. Everything is written before anything is sent: there is either a whole list or an error. */
void answer(mansession* session, const message* request, const sipcore::Report& report)
{
    auto id = pbx::action_id_line(request);
    std::vector<std::string> events;
    for (const auto& row : report.rows)
        events.push_back(std::format("Event: SIPShowRow\r\n{}{}\r\n", id, lines_of(row)));
    auto totals = lines_of(report.totals);
    astman_send_listack(session, request, const_cast<char*>("Rows will follow"), const_cast<char*>("start"));
    pbx::append_all(session, events);
    astman_send_list_complete_start(session, request, "SIPShowComplete", static_cast<int>(report.rows.size()));
    astman_append(session, "%s", totals.c_str());
    astman_send_list_complete_end(session);
}

/** Answers with an error. */
void refuse(mansession* session, const message* request, std::string why)
{
    std::ranges::replace_if(why, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    astman_send_error(session, request, why.data());
}

}  // namespace

int show_as_json(mansession* session, const message* request)
{
    bool answered = pbx::guarded("SIPShow", false, [&] {
        auto command = header(request, "Command");
        if (command.empty()) {
            refuse(session, request, "Command: <name> missing.");
            return true;
        }
        if (auto report = sipcore::report(command, sipcore::words_of(header(request, "Arguments"))))
            answer(session, request, *report);
        else
            refuse(session, request, report.error().what);
        return true;
    });
    if (!answered)
        astman_send_error(session, request, const_cast<char*>("The report could not be made"));
    return 0;
}

}  // namespace res_sip

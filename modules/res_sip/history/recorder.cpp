// SPDX-License-Identifier: GPL-2.0-only
/** @file Recording, and what is logged of it. */
#include "history/recorder.h"

namespace res_sip {

namespace {

/** The log level of entries. */
constexpr const char* level_name = "SIP_HISTORY";

}  // namespace

Recorder::Recorder() : level_{ast_logger_register_level(level_name)} {}

Recorder::~Recorder()
{
    if (level_ >= 0)
        ast_logger_unregister_level(level_name);
}

void Recorder::record(sipcore::Stack& stack, bool on)
{
    std::lock_guard lock{switch_};
    if (on == records_)
        return;
    records_ = on;
    if (on)
        stack.watch(*this);
    else
        stack.unwatch(*this);
}

std::vector<NotedDialog> Recorder::find(std::string_view beginning) const
{
    std::lock_guard lock{mutex_};
    return log_.find(beginning);
}

std::vector<std::string> Recorder::call_ids() const
{
    std::lock_guard lock{mutex_};
    return log_.call_ids();
}

void Recorder::on_message(bool sent, sipcore::config::Protocol, const sipcore::SocketAddress& local,
                          const sipcore::SocketAddress& remote, std::string_view text)
{
    std::string entry;
    std::optional<NotedDialog> ended;
    {
        std::lock_guard lock{mutex_};
        auto noted = log_.note(sent, local, remote, text, std::chrono::system_clock::now());
        if (!noted)
            return;
        entry = noted->message.entry;
        if (noted->ends && dump_)
            ended = noted->dialog;
    }
    if (level_ >= 0)
        ast_log_dynamic_level(level_, "%s\n", entry.c_str());
    if (!ended)
        return;
    ast_debug(1, "---------- SIP HISTORY for '%s' \n", ended->call_id.c_str());
    int number = 0;
    for (const auto& message : ended->messages)
        ast_debug(1, "  %-3.3d. %s\n", ++number, message.entry.c_str());
    ast_debug(1, "---------- END SIP HISTORY for '%s' \n", ended->call_id.c_str());
}

}  // namespace res_sip

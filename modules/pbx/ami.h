// SPDX-License-Identifier: GPL-2.0-only
/** @file Actions of the manager interface that are registered as long as their owner lives. */
#pragma once

#include <cstddef>
#include <format>
#include <span>
#include <string>

#include "pbx/asterisk.h"

namespace pbx {

/** A row of a table of actions. */
struct ManagerAction {
    const char* name;                                  ///< as clients write it
    int authority;                                     ///< EVENT_FLAG_…
    int (*handler)(mansession*, const message*);       ///< does it
    const char* synopsis;                              ///< one line; null: the XML documentation's
    const char* description;                           ///< a few; null: the XML documentation's
};

/** A few actions. */
class ManagerActions {
public:
    /** Registers `actions`, which must outlive this. */
    explicit ManagerActions(std::span<const ManagerAction> actions) : actions_{actions}
    {
        for (const auto& each : actions_)
            ast_manager_register2(each.name, each.authority, each.handler, AST_MODULE_SELF, each.synopsis, each.description);
    }
    ManagerActions(const ManagerActions&) = delete;             ///< registered once
    ManagerActions& operator=(const ManagerActions&) = delete;  ///< registered once
    ~ManagerActions()
    {
        for (const auto& each : actions_)
            ast_manager_unregister(each.name);
    }

private:
    std::span<const ManagerAction> actions_;
};

/** `ActionID: …` with its line end as a list's events bear it; empty when the action had none. */
inline std::string action_id_line(const message* action)
{
    const char* id = astman_get_header(action, const_cast<char*>("ActionID"));
    return ast_strlen_zero(id) ? std::string{} : std::format("ActionID: {}\r\n", id);
}

/** Sends the entries of a list, many at once: each sending is a system call. @param entries whole events, or parts of one */
inline void append_all(mansession* session, std::span<const std::string> entries)
{
    constexpr std::size_t portion = 16384;
    std::string together;
    for (const auto& entry : entries) {
        together += entry;
        if (together.size() < portion)
            continue;
        astman_append(session, "%s", together.c_str());
        together.clear();
    }
    if (!together.empty())
        astman_append(session, "%s", together.c_str());
}

}  // namespace pbx

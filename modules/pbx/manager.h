// SPDX-License-Identifier: GPL-2.0-only
/** @file Manager actions that are registered as long as their owner lives. What they say about themselves stands in the XML
 *  documentation. */
#pragma once

#include "pbx/asterisk.h"

namespace pbx {

/** One action. */
struct ManagerAction {
    const char* name;                                ///< as `Action:` names it
    int privileges;                                  ///< EVENT_FLAG_… of which a login must have one to use it
    int (*run)(mansession* session, const message* request);  ///< answers it, 0 as a result
};

/** A few actions. */
class ManagerActions {
public:
    /** Registers `actions`, which must outlive this. */
    explicit ManagerActions(std::span<const ManagerAction> actions) : actions_{actions}
    {
        for (const auto& action : actions_)
            ast_manager_register_xml(action.name, action.privileges, action.run);
    }
    ManagerActions(const ManagerActions&) = delete;             ///< registered once
    ManagerActions& operator=(const ManagerActions&) = delete;  ///< registered once
    ~ManagerActions()
    {
        for (const auto& action : actions_)
            ast_manager_unregister(action.name);
    }

private:
    std::span<const ManagerAction> actions_;
};

}  // namespace pbx

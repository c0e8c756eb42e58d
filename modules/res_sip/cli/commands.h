// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of endpoints and of the stack. */
#pragma once

#include <list>
#include <memory>

#include "pbx/cli.h"

namespace res_sip {

/** All of them. */
class ConsoleCommands {
public:
    /** Registers tables, which must outlive this. */
    explicit ConsoleCommands(std::initializer_list<std::span<ast_cli_entry>> tables)
    {
        for (auto table : tables)
            tables_.emplace_back(table);
    }

private:
    std::list<pbx::CliCommands> tables_;
};

/** Registers them as long as the result lives. */
std::unique_ptr<ConsoleCommands> register_commands();

}  // namespace res_sip

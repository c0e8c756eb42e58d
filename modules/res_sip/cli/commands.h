// SPDX-License-Identifier: GPL-2.0-only
/** @file The console commands of endpoints and of the stack. */
#pragma once

#include <memory>

#include "pbx/cli.h"

namespace res_sip {

/** All of them. */
class ConsoleCommands {
public:
    /** Registers four tables, which must outlive this. */
    ConsoleCommands(std::span<ast_cli_entry> stack, std::span<ast_cli_entry> endpoints, std::span<ast_cli_entry> settings,
                    std::span<ast_cli_entry> config)
        : stack_{stack}, endpoints_{endpoints}, settings_{settings}, config_{config}
    {
    }

private:
    pbx::CliCommands stack_;
    pbx::CliCommands endpoints_;
    pbx::CliCommands settings_;
    pbx::CliCommands config_;
};

/** Registers them as long as the result lives. */
std::unique_ptr<ConsoleCommands> register_commands();

}  // namespace res_sip

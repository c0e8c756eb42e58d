// SPDX-License-Identifier: GPL-2.0-only
/** @file Console commands that are registered as long as their owner lives. */
#pragma once

#include "pbx/asterisk.h"

namespace pbx {

/** A few commands. */
class CliCommands {
public:
    /** Registers `entries`, which must outlive this. */
    explicit CliCommands(std::span<ast_cli_entry> entries) : entries_{entries}
    {
        ast_cli_register_multiple(entries_.data(), static_cast<int>(entries_.size()));
    }
    CliCommands(const CliCommands&) = delete;             ///< registered once
    CliCommands& operator=(const CliCommands&) = delete;  ///< registered once
    ~CliCommands() { ast_cli_unregister_multiple(entries_.data(), static_cast<int>(entries_.size())); }

private:
    std::span<ast_cli_entry> entries_;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // the rest is the core's
/** A row of a table of commands. */
inline ast_cli_entry cli_entry(char* (*handler)(ast_cli_entry*, int, ast_cli_args*), const char* summary)
{
    return {.summary = summary, .handler = handler};
}
#pragma GCC diagnostic pop

}  // namespace pbx

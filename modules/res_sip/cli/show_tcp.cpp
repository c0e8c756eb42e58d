// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show tcp` on the console. */
#include "cli/show_tcp.h"

#include "cli/tcp_text.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

char* show_tcp(ast_cli_entry* entry, int command, ast_cli_args* arguments)
{
    if (command == CLI_INIT) {
        entry->command = const_cast<char*>("sip show tcp");
        entry->usage = "Usage: sip show tcp\n"
                       "       Lists all open TCP/TLS connections.\n";
        return nullptr;
    }
    if (command == CLI_GENERATE)
        return nullptr;
    return pbx::guarded("sip show tcp", CLI_FAILURE, [&]() -> char* {
        if (arguments->argc != 3)
            return CLI_SHOWUSAGE;
        if (!service())
            return CLI_FAILURE;
        ast_cli(arguments->fd, "%s", tcp_text(tcp_rows(service()->stack()->connections())).c_str());
        return CLI_SUCCESS;
    });
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading variables of a channel. */
#include "channel/variables.h"

#include "channel/added_header.h"

namespace chan_sip {

std::string variable_of(ast_channel* channel, const char* name)
{
    const char* value = pbx_builtin_getvar_helper(channel, name);
    return value ? value : "";
}

std::vector<sipcore::Header> added_headers(ast_channel* channel)
{
    std::vector<sipcore::Header> headers;
    ast_var_t* variable;
    AST_LIST_TRAVERSE(ast_channel_varshead(channel), variable, entries) {
        if (!std::string_view{ast_var_name(variable)}.starts_with("SIPADDHEADER"))
            continue;
        const char* value = ast_var_value(variable);
        if (auto header = read_added_header(value ? value : ""))
            headers.push_back(std::move(*header));
    }
    return headers;
}

}  // namespace chan_sip

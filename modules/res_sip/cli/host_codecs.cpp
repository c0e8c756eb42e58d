// SPDX-License-Identifier: GPL-2.0-only
/** @file Asks Asterisk for its codecs. */
#include "cli/host_codecs.h"

#include "pbx/ao2.h"
#include "pbx/asterisk.h"

namespace res_sip {

std::vector<std::string> host_codecs()
{
    std::vector<std::string> names;
    auto formats = pbx::Ao2<ast_format_cap>::adopt(ast_format_cap_alloc(AST_FORMAT_CAP_FLAG_DEFAULT));
    if (!formats.get())
        return names;
    ast_format_cap_append_by_type(formats.get(), AST_MEDIA_TYPE_UNKNOWN);
    for (int i = 0; i < static_cast<int>(ast_format_cap_count(formats.get())); ++i) {
        auto format = pbx::Ao2<ast_format>::adopt(ast_format_cap_get_format(formats.get(), i));
        names.emplace_back(ast_format_get_name(format.get()));
    }
    return names;
}

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file SIPAddHeader and SIPRemoveHeader: headers of later INVITEs are kept in variables of the channel, whatever its
 *  technology, and inherited by the channels that it calls. */
#include <strings.h>

#include "dialplan/dialplan_names.h"
#include "pbx/ao2.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

/** With what the variables begin that hold headers. */
constexpr std::string_view slot_name = "SIPADDHEADER";
/** The last slot; the text that complains has always said 50. */
constexpr int last_slot = 51;

/** Text in the core's encoded form, undone. */
std::string decoded(const char* text)
{
    std::string result(std::char_traits<char>::length(text) + 1, '\0');
    return ast_get_encoded_str(text, result.data(), result.size());
}

/** The first slot that holds nothing; empty when all do. @threads who holds the channel's lock */
std::string free_slot(ast_channel* channel)
{
    for (int slot = 1; slot <= last_slot; ++slot) {
        auto name = std::format("{}{:02}", slot_name, slot);
        if (!pbx_builtin_getvar_helper(channel, name.c_str()))
            return name;
    }
    return {};
}

/** Keeps a header for later INVITEs. */
int add_header(ast_channel* channel, const char* data)
{
    return pbx::guarded("SIPAddHeader", 0, [&] {
        if (!data || !*data) {
            sipcore::log::warning("This application requires the argument: Header");
            return 0;
        }
        pbx::ChannelLock lock{channel};
        auto slot = free_slot(channel);
        if (slot.empty())
            sipcore::log::warning("Too many SIP headers added, max 50");
        else
            pbx_builtin_setvar_helper(channel, ("__" + slot).c_str(), decoded(data).c_str());
        return 0;
    });
}

/** The full names of the variables whose header begins with a text. @threads who holds the channel's lock */
std::vector<std::string> slots_with(ast_channel* channel, std::string_view beginning)
{
    std::vector<std::string> names;
    ast_var_t* variable;
    AST_LIST_TRAVERSE(ast_channel_varshead(channel), variable, entries) {
        const char* value = ast_var_value(variable);
        if (std::string_view{ast_var_name(variable)}.starts_with(slot_name) &&
            strncasecmp(value ? value : "", beginning.data(), beginning.size()) == 0)
            names.emplace_back(ast_var_full_name(variable));
    }
    return names;
}

/** Forgets headers; all of them without an argument. */
int remove_header(ast_channel* channel, const char* data)
{
    return pbx::guarded("SIPRemoveHeader", 0, [&] {
        pbx::ChannelLock lock{channel};
        for (const auto& name : slots_with(channel, data ? data : ""))
            pbx_builtin_setvar_helper(channel, name.c_str(), nullptr);
        return 0;
    });
}

/** The table. */
constexpr Application applications[] = {
    {"SIPAddHeader", add_header},
    {"SIPRemoveHeader", remove_header},
};

}  // namespace

std::span<const Application> header_applications()
{
    return applications;
}

}  // namespace chan_sip

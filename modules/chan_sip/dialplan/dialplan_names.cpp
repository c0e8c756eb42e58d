// SPDX-License-Identifier: GPL-2.0-only
/** @file Registering what dialplans call by name. */
#include "dialplan/dialplan_names.h"

#include "dialplan/send_info.h"

namespace chan_sip {

DialplanNames::DialplanNames()
{
    for (const auto& table : {header_applications(), call_applications()})
        for (const auto& application : table)
            ast_register_application2(application.name, application.execute, nullptr, nullptr, AST_MODULE_SELF);
    for (const auto& table : {header_functions(), configuration_functions()})
        for (auto& function : table)
            ast_custom_function_register(&function);
    offer_info_to_modules();
}

DialplanNames::~DialplanNames()
{
    withdraw_info_from_modules();
    for (const auto& table : {header_functions(), configuration_functions()})
        for (auto& function : table)
            ast_custom_function_unregister(&function);
    for (const auto& table : {header_applications(), call_applications()})
        for (const auto& application : table)
            ast_unregister_application(application.name);
}

}  // namespace chan_sip

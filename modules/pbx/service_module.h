// SPDX-License-Identifier: GPL-2.0-only
/** @file A module that is one service of the stack, with the console's commands for it, while it is loaded. */
#pragma once

#include "pbx/module.h"
#include "sipcore/stack.h"

namespace pbx {

/** For a service without commands. */
struct NoCommands {};

/**
 * What such a module has. Plain pointers: when Asterisk ends without unloading, nothing is torn down.
 * @tparam Service   is started with a stack, by `start`, and ends with its destructor
 * @tparam Commands  registers the console's commands, and takes them back
 */
template <class Service, class Commands = NoCommands>
class ServiceModule {
public:
    /** The service, null while the module is not loaded. @threads any */
    Service* service() const noexcept { return service_; }
    /** Starts the service over the stack of the process. @threads the loader's */
    ast_module_load_result load()
    {
        if (!needs("res_sip"))
            return AST_MODULE_LOAD_DECLINE;
        service_ = new Service;
        if (auto started = service_->start(*sipcore::stack_of_process()); !started) {
            ast_log(LOG_ERROR, "%s\n", started.error().what.c_str());
            delete std::exchange(service_, nullptr);
            return AST_MODULE_LOAD_DECLINE;
        }
        commands_ = new Commands;
        return AST_MODULE_LOAD_SUCCESS;
    }
    /** Ends it. @return 0 @threads the loader's */
    int unload()
    {
        delete std::exchange(commands_, nullptr);
        delete std::exchange(service_, nullptr);
        return 0;
    }

private:
    Service* service_ = nullptr;
    Commands* commands_ = nullptr;
};

}  // namespace pbx

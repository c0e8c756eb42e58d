// SPDX-License-Identifier: GPL-2.0-only
/** @file Registration with the loader, the build stamp, and companions. */
#include "pbx/module.h"

#include "pbx/guarded.h"
#include "sipcore/build_stamp.h"
#include "sipcore/build_stamp_value.h"
#include "sipcore/module_keeper.h"

namespace {

/** What the loader knows of this module. */
ast_module_info info{};
/** Companions that this module holds. */
std::vector<sipcore::ModuleKeeper*>& held()
{
    // Not a static with a destructor at exit: the loader may unmap this module at any time after unload.
    static std::vector<sipcore::ModuleKeeper*>* list = nullptr;
    if (!list)
        list = new std::vector<sipcore::ModuleKeeper*>;
    return *list;
}

/** This module as one that others may hold. */
class Keeper final : public sipcore::ModuleKeeper {
public:
    void hold() override { ast_module_ref(info.self); }
    void release() override { ast_module_unref(info.self); }
};
/** The one that others hold. */
Keeper keeper;

/** Lets companions go. */
void release_companions()
{
    for (auto* each : held())
        each->release();
    held().clear();
}

/** Whether module and library were built together. */
bool built_with_library()
{
    if (std::string_view{sipcore::build_stamp()} == SIPCORE_BUILD_STAMP)
        return true;
    ast_log(LOG_ERROR, "%s.so and libsipcore.so are of different builds; install both from one build\n", AST_MODULE);
    return false;
}

/** For the loader: loads. */
ast_module_load_result load()
{
    if (!built_with_library())
        return AST_MODULE_LOAD_DECLINE;
    auto result = pbx::guarded("load", AST_MODULE_LOAD_DECLINE, [] { return pbx::load_module(); });
    if (result == AST_MODULE_LOAD_SUCCESS)
        sipcore::announce_module(AST_MODULE, &keeper);
    else
        release_companions();
    return result;
}

/** For the loader: unloads. */
int unload()
{
    if (pbx::guarded("unload", -1, [] { return pbx::unload_module(); }) != 0)
        return -1;
    sipcore::announce_module(AST_MODULE, nullptr);
    release_companions();
    return 0;
}

/** For the loader: reads the configuration again. */
int reload()
{
    return pbx::guarded("reload", -1, [] { return pbx::reload_module(); });
}

/** Makes the module known to the loader when the object is mapped. */
__attribute__((constructor)) void register_module()
{
    info.load = [] { return load(); };
    info.unload = [] { return unload(); };
    info.reload = [] { return reload(); };
    info.name = AST_MODULE;
    info.description = pbx::module_text.description;
    info.key = ASTERISK_GPL_KEY;
    info.flags = AST_MODFLAG_LOAD_ORDER;
    // The loader's own macro initialises this member; a filled structure has to write through its const.
    static_assert(sizeof AST_BUILDOPT_SUM <= sizeof info.buildopt_sum);
    std::memcpy(const_cast<char*>(info.buildopt_sum), AST_BUILDOPT_SUM, sizeof AST_BUILDOPT_SUM);
    info.load_pri = pbx::module_text.priority;
    info.requires_ = pbx::module_text.needs;
    info.optional_modules = pbx::module_text.optional_modules;
    info.support_level = AST_MODULE_SUPPORT_EXTENDED;
    ast_module_register(&info);
}

/** Makes it unknown when the object goes. */
__attribute__((destructor)) void unregister_module()
{
    delete &held();
    ast_module_unregister(&info);
}

}  // namespace

/** The module itself, for macros of Asterisk's headers. */
extern "C" ast_module* AST_MODULE_SELF_SYM(void)
{
    return info.self;
}

bool pbx::needs(const char* name)
{
    auto* other = sipcore::module_of_name(name);
    if (!other) {
        ast_log(LOG_ERROR, "%s.so needs %s.so: load that first\n", AST_MODULE, name);
        return false;
    }
    other->hold();
    held().push_back(other);
    return true;
}

bool pbx::companion(const char* name)
{
    if (!sipcore::module_of_name(name) && ast_load_resource((std::string{name} + ".so").c_str()) != AST_MODULE_LOAD_SUCCESS)
        ast_log(LOG_ERROR, "%s.so could not load %s.so\n", AST_MODULE, name);
    return needs(name);
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file Threads for errands. */
#include "channel/errand.h"

#include <memory>

#include "pbx/asterisk.h"
#include "pbx/guarded.h"

namespace chan_sip {
namespace {

using Work = std::move_only_function<void()>;

/** The thread. */
void* run(void* data)
{
    std::unique_ptr<Work> work{static_cast<Work*>(data)};
    pbx::guarded("errand", 0, [&] {
        (*work)();
        return 0;
    });
    work.reset();
    ast_module_unref(AST_MODULE_SELF);
    return nullptr;
}

}  // namespace

bool run_errand(Work work)
{
    pthread_t thread;
    auto carried = std::make_unique<Work>(std::move(work));
    ast_module_ref(AST_MODULE_SELF);
    if (ast_pthread_create_detached_background(&thread, nullptr, run, carried.get())) {
        ast_module_unref(AST_MODULE_SELF);
        return false;
    }
    carried.release();
    return true;
}

}  // namespace chan_sip

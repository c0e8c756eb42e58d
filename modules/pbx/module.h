// SPDX-License-Identifier: GPL-2.0-only
/** @file A module as Asterisk's loader sees it, and the other modules that it needs. Each module gives one text and the
 *  functions below; registering, comparing the build stamp and keeping companions is done here. */
#pragma once

#include "pbx/asterisk.h"

namespace pbx {

/** What a module says about itself. */
struct ModuleText {
    const char* description;       ///< for `module show`
    const char* needs;             ///< modules that must be loaded, comma between them; null: none
    const char* optional_modules;  ///< modules that are loaded before it where they are there; null: none
    unsigned char priority;        ///< AST_MODPRI_…
};

/** The text of this module; defined by the module. */
extern const ModuleText module_text;
/** Loads this module; defined by the module. @threads the loader's */
ast_module_load_result load_module();
/** Unloads this module; defined by the module. @return 0, or -1 when it cannot go now @threads the loader's */
int unload_module();
/** Reads this module's configuration again; defined by the module. @return 0, or -1 @threads a console's */
int reload_module();

/**
 * Makes sure that another module of ours runs, and keeps it from being unloaded before this one: for an Asterisk that is
 * told to load this module alone.
 * @param name  without `.so`
 * @return false when it cannot be loaded; the reason is logged
 * @threads the loader's, in load_module
 */
bool companion(const char* name);

/**
 * Keeps another module of ours from being unloaded before this one, where it runs.
 * @param name  without `.so`
 * @return false when it does not run; a line says so
 * @threads the loader's, in load_module
 */
bool needs(const char* name);

}  // namespace pbx

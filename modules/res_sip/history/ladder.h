// SPDX-License-Identifier: GPL-2.0-only
/** @file The messages of a dialog as a ladder: who said what to whom, from top to bottom. Pure. */
#pragma once

#include <string>

#include "history/dialog_log.h"

namespace res_sip {

/** The ladder for a terminal: a column for each address, a line for each message. Times are local. */
std::string ladder_text(const NotedDialog& dialog);
/** The ladder as a picture (SVG 1.1) that stands by itself. */
std::string ladder_svg(const NotedDialog& dialog);
/** A page (HTML 5) with the picture in it. */
std::string ladder_html(const NotedDialog& dialog);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's WebSocket server. Its header makes a table of function pointers in each file that includes
 *  it, which the server fills when it is loaded: to be included by one file of a module. */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <asterisk/http.h>
#include <asterisk/http_websocket.h>
#pragma GCC diagnostic pop
}

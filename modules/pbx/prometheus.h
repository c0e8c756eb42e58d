// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk's page of metrics for Prometheus. */
#pragma once

#include "pbx/asterisk.h"

extern "C" {
#include <asterisk/res_prometheus.h>
}

// SPDX-License-Identifier: GPL-2.0-only
/** @file Values of records, for tests of modules that make some. */
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "sipcore/report.h"

namespace pbx {

/** The value of a name; a failure when it is not there. */
inline sipcore::Value at(const sipcore::Record& record, std::string_view name)
{
    const auto* value = sipcore::value_of(record, name);
    if (!value)
        ADD_FAILURE() << "no " << name;
    return value ? *value : sipcore::Value{};
}

}  // namespace pbx

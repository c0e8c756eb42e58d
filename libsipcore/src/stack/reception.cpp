// SPDX-License-Identifier: GPL-2.0-only
/** @file The reception of a message, from its datagram to the end of what it brought about. */
#include "stack/reception.h"

namespace sipcore::stack {

namespace {

/** The calling thread's reception. */
constinit thread_local Reception* receiving = nullptr;

}  // namespace

Reception::Reception()
{
    receiving = this;
}

Reception::~Reception()
{
    receiving = nullptr;
    if (entered)
        strand->leave();
}

Reception* Reception::current()
{
    return receiving;
}

}  // namespace sipcore::stack

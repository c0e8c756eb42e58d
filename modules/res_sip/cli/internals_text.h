// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show objects` and `sip show sched`: what is in memory, for those who look for leaks. Pure. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/peers_text.h"
#include "sipcore/stack.h"

namespace res_sip {

/** One object. */
struct ObjectRow {
    std::string name;     ///< its name
    long references = 0;  ///< of those who hold its configuration
};

/** What is in memory. */
struct ObjectRows {
    std::vector<ObjectRow> peers;          ///< all, sorted by name
    std::vector<ObjectRow> with_address;   ///< those that are somewhere
    std::vector<std::string> registries;   ///< accounts elsewhere, as `user@host`
    std::size_t realtime = 0;              ///< how many peers are of a database and not kept in memory
    std::size_t autocreate = 0;            ///< how many made themselves by registering
    std::vector<std::string> dialogs{};    ///< Call-IDs of calls and subscriptions, where they are asked for

    /** How many peers are written down, or kept in memory as if they were. */
    std::size_t standing() const { return peers.size() - realtime - autocreate; }
};

/** Peers, peers with an address, and accounts elsewhere. @param database which peers are of it */
ObjectRows object_rows(std::vector<sipcore::EndpointStatus> endpoints, const sipcore::config::Config& config, const OfDatabase& database);
/** What is printed of them. */
std::string objects_text(const ObjectRows& objects);

/** Timers of one kind. */
struct TimerRow {
    std::string_view kind;  ///< under the name that the old driver gave it
    long timers = 0;        ///< how many run
};

/** Timers of other modules' things. */
struct OtherTimers {
    long subscriptions = 0;      ///< subscriptions to us: each ends by itself
    long calling = 0;            ///< calls of ours that nobody has answered in any way
    long asked = 0;              ///< registrations of ours whose REGISTER has no answer
    long registered = 0;         ///< registrations of ours that stand, and will be renewed
    long others = 0;             ///< session timers, and subscriptions of ours
};

/** How many timers there are of each kind. */
std::vector<TimerRow> timer_rows(const std::vector<sipcore::EndpointStatus>& endpoints, const OtherTimers& others);
/** How many there are together. */
long count_timers(const std::vector<TimerRow>& kinds);
/** What is printed of them. */
std::string sched_text(const std::vector<TimerRow>& kinds);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file What the thread that asks the database shares with its owner: it outlives either, since a database may keep the thread for
 *  longer than the owner is there. */
#pragma once

#include <set>

#include "realtime/devices.h"

namespace res_sip {

/** All that is known of devices of the database, and what is asked. */
struct RealtimeDevices::State {
    /** A stranger. */
    struct Stranger {
        std::string name;               ///< whom it says to be
        sipcore::SocketAddress source;  ///< where it is
    };
    /** A question of a worker. */
    struct Question : Stranger {
        std::vector<std::function<void(sipcore::DeviceAnswer)>> then;  ///< whom it keeps waiting
    };
    /** A device that is here. */
    struct Held {
        Row row;                                     ///< as it was read
        std::chrono::steady_clock::time_point read;  ///< when
    };
    /** What the thread is to do next. */
    struct Work {
        std::vector<Stranger> strangers;  ///< who is looked for
        std::set<std::string> again;      ///< devices whose rows are read anew
        bool all = false;                 ///< all rows are read
    };
    /** What the database said. */
    struct News {
        std::map<std::string, std::optional<Row>> rows;  ///< by name; nothing: there is none
        std::set<std::string> absent;                    ///< addresses of strangers that nobody is at
        std::optional<std::vector<Row>> all;             ///< all of them, when all were asked for
        bool answers = true;                             ///< whether it answers at all
    };

    std::mutex mutex;                  ///< of all below
    std::condition_variable changed;   ///< something is to be done, or was
    bool stopping = false;             ///< the owner goes
    bool ended = false;                ///< the thread has ended
    unsigned busy = 0;                 ///< how many threads put something in force, or tell of it
    bool all_wanted = false;           ///< all rows are to be read
    bool silent = false;               ///< the database did not answer the last time
    Apply apply;                       ///< puts a configuration in force
    std::shared_ptr<const sipcore::config::Config> files;  ///< what the files say
    sipcore::config::Sections general;                     ///< the `[general]` that rows are read after
    std::map<std::string, Held> held;                      ///< devices that are here
    std::vector<Question> questions;                       ///< what workers ask
    std::vector<Question> asked;                           ///< what the database is being asked
    std::set<std::string> used;                            ///< devices whose rows are to be read anew
    std::map<std::string, std::chrono::steady_clock::time_point> absent;  ///< names and addresses that nobody has, and until when that is believed

    /** Waits for something to do. @return nothing at the end */
    std::optional<Work> wait();
    /** Asks the database, which may take its time; nothing is held. */
    static News ask(const Work& work, const std::string& probe);
    /** Takes news over, and puts them in force where they change something. */
    void take(News news);
    /** Rows that were here for long enough go; the lock is held. @return whether any went */
    bool clear_old();
    /** Rows as devices, beside what the files say; the lock is held. */
    sipcore::config::Config joined(sipcore::config::Config config) const;
    /** Has files and rows put in force; the lock is held, and let go meanwhile. */
    void put_in_force(std::unique_lock<std::mutex>& lock);
    /** Tells those who asked; the lock is held, and let go meanwhile. */
    void tell(std::unique_lock<std::mutex>& lock, sipcore::DeviceAnswer answer);
};

}  // namespace res_sip

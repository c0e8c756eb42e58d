// SPDX-License-Identifier: GPL-2.0-only
/** @file Registrations on their way into a database: what is to be written waits, the newest of each device, until the database
 *  takes it. */
#pragma once

#include "pbx/asterisk.h"
#include "realtime/rows.h"

namespace res_sip {

/** Writes rows, in a thread of its own. */
class RowWriter {
public:
    /** Starts the thread. */
    RowWriter();
    RowWriter(const RowWriter&) = delete;             ///< the thread holds its address
    RowWriter& operator=(const RowWriter&) = delete;  ///< the thread holds its address
    /** Writes what waits while the database takes it, then ends the thread; of one that is stuck in the database it lets go. */
    ~RowWriter();

    /** Has columns written into a device's row; what waits for the same columns is replaced. Returns at once. @threads any */
    void write(const std::string& name, Columns columns);
    /** How many devices wait. @threads any */
    std::size_t waiting() const;

private:
    /** What the thread and its owner share: it outlives either. */
    struct Shared {
        std::mutex mutex;                             ///< of all below
        std::condition_variable changed;              ///< something is to be done, or was
        std::map<std::string, Columns> waiting;       ///< by device
        bool stopping = false;                        ///< the owner goes
        bool stopped = false;                         ///< the thread is gone
        bool failing = false;                         ///< the database did not take the last one
    };
    /** The thread. */
    static void* run(void* shared);
    /** Writes until told to stop. */
    static void write_all(Shared& shared);

    std::shared_ptr<Shared> shared_;
    bool running_ = false;
};

}  // namespace res_sip

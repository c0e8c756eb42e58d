// SPDX-License-Identifier: GPL-2.0-only
/** @file The lock of a PJSIP transaction as an object in a scope. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::pj {

/** Holds a transaction as long as it stands: its state changes under this lock. The caller has a reference to it. */
class TransactionLock {
public:
    /** Takes the lock. */
    explicit TransactionLock(pjsip_transaction& transaction) : lock_{transaction.grp_lock} { pj_grp_lock_acquire(lock_); }
    TransactionLock(const TransactionLock&) = delete;             ///< a lock is where it stands
    TransactionLock& operator=(const TransactionLock&) = delete;  ///< a lock is where it stands
    ~TransactionLock() { pj_grp_lock_release(lock_); }

private:
    pj_grp_lock_t* lock_;
};

}  // namespace sipcore::pj

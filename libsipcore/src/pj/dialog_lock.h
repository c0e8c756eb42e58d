// SPDX-License-Identifier: GPL-2.0-only
/** @file PJSIP's dialog lock as an object in a scope. */
#pragma once

#include "pj/pjsip.h"

namespace sipcore::pj {

/** Holds a dialog as long as it stands; the dialog does not go before it. */
class DialogLock {
public:
    /** Takes the lock. */
    explicit DialogLock(pjsip_dialog* dialog) : dialog_{dialog} { pjsip_dlg_inc_lock(dialog_); }
    DialogLock(const DialogLock&) = delete;             ///< a lock is where it stands
    DialogLock& operator=(const DialogLock&) = delete;  ///< a lock is where it stands
    ~DialogLock() { pjsip_dlg_dec_lock(dialog_); }

private:
    pjsip_dialog* dialog_;
};

}  // namespace sipcore::pj

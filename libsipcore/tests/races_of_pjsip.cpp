// SPDX-License-Identifier: GPL-2.0-only
/** @file What ThreadSanitizer is to pass over: looks that PJSIP takes at its own things without their locks. Only what happens
 *  in these functions themselves is passed over, not what they call: our own code runs below them. */
#if defined(__SANITIZE_THREAD__)

/**
 * Asked by ThreadSanitizer when a program begins.
 * - A response looks whether its transaction has ended before it takes that transaction's lock, and looks again when it has it.
 * - A second dialog for a forked answer is made under the lock of PJSIP's list of dialogs; the lock of the new one, which nobody
 *   else knows yet, lies where another one lay before.
 * - A transaction hears of the end of its connection, and looks whether it has ended, without the lock under which it changes; what
 *   that can lead to is mended in pj/lost_connection.h.
 * - A timer that tells of that end resets its own number before it takes its transaction's lock, while the thread that sent may be
 *   using the same timer for the timeout; the transaction ends either way.
 */
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_suppressions()
{
    return "race_top:mod_tsx_layer_on_rx_response\n"
           "race_top:mod_tsx_layer_on_rx_request\n"
           "race_top:^tsx_tp_state_callback$\n"
           "race_top:^tsx_update_transport$\n"
           "race_top:^pjsip_transport_add_state_listener$\n"
           "race_top:^tsx_timer_callback$\n"
           "deadlock:pjsip_dlg_fork\n";
}

#endif

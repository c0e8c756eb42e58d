// SPDX-License-Identifier: GPL-2.0-only
/** @file What ThreadSanitizer is to pass over: looks that PJSIP takes at its own things without their locks. None of them has a
 *  frame of ours where it happens. */
#if defined(__SANITIZE_THREAD__)

/**
 * Asked by ThreadSanitizer when a program begins.
 * - A response looks whether its transaction has ended before it takes that transaction's lock, and looks again when it has it.
 * - A second dialog for a forked answer is made under the lock of PJSIP's list of dialogs; the lock of the new one, which nobody
 *   else knows yet, lies where another one lay before.
 * - A transaction hears of the end of its connection, and looks whether it has ended, without the lock under which it changes; what
 *   that can lead to is mended in pj/lost_connection.h.
 */
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_suppressions()
{
    return "race:mod_tsx_layer_on_rx_response\n"
           "race:mod_tsx_layer_on_rx_request\n"
           "race:^tsx_tp_state_callback$\n"
           "race:^tsx_update_transport$\n"
           "race:^pjsip_transport_add_state_listener$\n"
           "deadlock:pjsip_dlg_fork\n";
}

#endif

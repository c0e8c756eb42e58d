/* SPDX-License-Identifier: GPL-2.0-only */
/** @file PJSIP's limits and choices as this driver builds it. Shared by PJSIP and all that includes its headers: a
 *  difference between the two would be memory corruption. docs/spec/behaviour/pjsip-notes.md §6 says why. */
#ifndef CHAN_SIP_CONFIG_SITE_H
#define CHAN_SIP_CONFIG_SITE_H

#define PJ_HAS_IPV6 1
#define PJ_MAX_HOSTNAME 256
#define PJ_LOG_MAX_LEVEL 3
/* Each handle is made beforehand, with its locks. UDP sockets are ours and need none. */
#define PJ_IOQUEUE_MAX_HANDLES 256
#define PJ_TIMER_USE_LINKED_LIST 0

#define PJSIP_MAX_PKT_LEN 20000
#define PJSIP_MAX_URL_SIZE 1024
#define PJSIP_MAX_MODULE 48
#define PJSIP_MAX_TSX_COUNT 65535
#define PJSIP_MAX_DIALOG_COUNT 65535
#define PJSIP_TPMGR_HTABLE_SIZE 1021
#define PJSIP_MAX_TIMED_OUT_ENTRIES 100
#define PJSIP_TSX_UAS_CONTINUE_ON_TP_ERROR 0
#define PJSIP_HAS_TLS_TRANSPORT 1
#define PJ_HAS_SSL_SOCK 1

/* Descriptions are read and written by libsipcore. PJSIP sees one constant description of one stream with one format, of which
 * each call has several copies, and each copy has room for all that these numbers allow. */
#define PJMEDIA_MAX_SDP_FMT 4
#define PJMEDIA_MAX_SDP_MEDIA 1
#define PJMEDIA_MAX_SDP_ATTR 8
#define PJMEDIA_HAS_SRTP 0

#endif

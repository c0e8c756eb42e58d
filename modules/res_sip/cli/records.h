// SPDX-License-Identifier: GPL-2.0-only
/** @file Endpoints, sockets and what is kept of dialogs as programs are told of them: the rows of the console under names, uncut.
 *  Pure. */
#pragma once

#include "cli/identify_text.h"
#include "cli/internals_text.h"
#include "cli/peers_text.h"
#include "cli/tcp_text.h"
#include "cli/users_text.h"
#include "history/dialog_log.h"
#include "sipcore/config/write.h"
#include "sipcore/report.h"
#include "sipcore/stack.h"

namespace res_sip {

/** A line of `sip show peers`. */
sipcore::Record record_of(const PeerRow& peer);
/** The last line of `sip show peers`. */
sipcore::Record record_of(const PeerCounts& counts);
/** A line of `sip show users`; of its secret only whether there is one. */
sipcore::Record record_of(const UserRow& user);
/** A line of `sip show domains`. */
sipcore::Record record_of(const sipcore::config::Domain& domain);
/** A line of `sip show tcp`. */
sipcore::Record record_of(const TcpRow& connection);
/** A line of `sip show sched`. */
sipcore::Record record_of(const TimerRow& kind);
/** The answer of `sip show identify`. */
sipcore::Record record_of(const IdentifyAnswer& answer);

/** `sip show transports`: a record for each of `figures`, with the sockets that listen for it. */
std::vector<sipcore::Record> transport_records(const std::vector<sipcore::ListenerStatus>& listeners,
                                               const std::vector<sipcore::ConnectionStatus>& connections,
                                               const std::vector<sipcore::TransportFigures>& figures);
/** `sip show objects`. */
sipcore::Report objects_report(const ObjectRows& objects);
/** `sip show config`: a record for each option. */
std::vector<sipcore::Record> option_records(const std::vector<sipcore::config::EffectiveObject>& objects);
/** `sip show history`: a record for each entry. */
std::vector<sipcore::Record> entry_records(const std::vector<NotedDialog>& dialogs);
/** `sip show ladder`: a record for each message. */
std::vector<sipcore::Record> message_records(const std::vector<NotedDialog>& dialogs);

}  // namespace res_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file The first hop of a dialog, moved. */
#include "session/follow.h"

#include "pj/text.h"
#include "transport/carrier.h"

namespace sipcore::session {

void follow_source(pjsip_dialog* dialog, const SocketAddress& source, config::Protocol protocol)
{
    if (protocol == config::Protocol::udp || pj_list_empty(&dialog->route_set))
        return;
    auto* uri = const_cast<pjsip_sip_uri*>(pj::sip_uri(dialog->route_set.next->name_addr.uri));
    auto hidden = pj::borrow("hide");
    if (!uri || !pjsip_param_find(&uri->other_param, &hidden))
        return;
    auto host = source.ip().text();
    if (pj::view(uri->host) == host && uri->port == source.port())
        return;
    uri->host = pj::dup(dialog->pool, host);
    uri->port = source.port();
    uri->transport_param = pj::dup(dialog->pool, via_word(protocol));
}

}  // namespace sipcore::session

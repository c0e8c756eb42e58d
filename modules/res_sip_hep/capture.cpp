// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages on their way to res_hep. */
#include "capture.h"

#include "call_id.h"
#include "pbx/ao2.h"

namespace res_sip_hep {

namespace {

/** An address for Asterisk. */
void to_asterisk(const sipcore::SocketAddress& address, ast_sockaddr& to)
{
    sockaddr_storage storage{};
    auto length = address.to(storage);
    std::memset(&to, 0, sizeof to);
    std::memcpy(&to.ss, &storage, length);
    to.len = length;
}

}  // namespace

void Capture::on_message(bool sent, sipcore::config::Protocol protocol, const sipcore::SocketAddress& local,
                         const sipcore::SocketAddress& remote, std::string_view text)
{
    auto id = call_id_of(text);
    auto* info = id.empty() || !hepv3_is_loaded() ? nullptr : hepv3_create_capture_info(text.data(), text.size());
    if (!info)
        return;
    to_asterisk(sent ? local : remote, info->src_addr);
    to_asterisk(sent ? remote : local, info->dst_addr);
    info->capture_time = ast_tvnow();
    info->capture_type = HEPV3_CAPTURE_TYPE_SIP;
    info->protocol_id = protocol == sipcore::config::Protocol::udp ? IPPROTO_UDP : IPPROTO_TCP;
    info->uuid = ast_strdup(std::string{id}.c_str());
    if (info->uuid)
        hepv3_send_packet(info);
    else
        ao2_cleanup(info);
}

}  // namespace res_sip_hep

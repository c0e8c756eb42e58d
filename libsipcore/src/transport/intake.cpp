// SPDX-License-Identifier: GPL-2.0-only
/** @file The way of a message from where it was received into the stack. */
#include "transport/intake.h"

#include <algorithm>
#include <cstring>
#include <format>
#include <utility>

#include "base/random.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "transport/pre_reader.h"

namespace sipcore::transport {

namespace {

/** The message that this thread works on. */
constinit thread_local const Packet* working_on = nullptr;

/** Lets PJSIP parse a message and completes what the receiver of a message owes it.
 *  @return what is wrong with it; empty when nothing is @rfc{3261,18.2.1} @rfc{3581,4} */
std::string parse(pjsip_rx_data& rdata)
{
    auto& info = rdata.msg_info;
    info = {};
    pj_list_init(&info.parse_err);
    info.msg_buf = rdata.pkt_info.packet;
    info.len = static_cast<int>(rdata.pkt_info.len);
    info.msg = pjsip_parse_rdata(rdata.pkt_info.packet, static_cast<pj_size_t>(rdata.pkt_info.len), &rdata);
    if (!pj_list_empty(&info.parse_err)) {
        auto name = pj::view(info.parse_err.next->hname);
        return name.empty() ? "Bad message" : std::format("Bad {}", log::printable(name, 32));
    }
    if (!info.msg || !info.cid || info.cid->id.slen == 0 || !info.from || !info.to || !info.via || !info.cseq)
        return "Missing header";
    if (info.msg->type != PJSIP_REQUEST_MSG) {
        int status = info.msg->line.status.code;
        return status >= 100 && status < 700 ? "" : "Bad status";
    }
    info.via->recvd_param = pj::dup(rdata.tp_info.pool, rdata.pkt_info.src_name);
    if (info.via->rport_param == 0)
        info.via->rport_param = rdata.pkt_info.src_port;
    return {};
}

/** Tells PJSIP where a message came from. */
void note_source(pjsip_rx_data& rdata, std::size_t length, const Packet& packet)
{
    auto& info = rdata.pkt_info;
    info.packet[length] = '\0';
    info.len = static_cast<pj_ssize_t>(length);
    info.zero = 0;
    pj_gettimeofday(&info.timestamp);
    info.src_addr_len = pj::to_pj(packet.source, info.src_addr);
    auto host = packet.source.ip().text();
    auto fit = std::min(host.size(), sizeof info.src_name - 1);
    std::memcpy(info.src_name, host.data(), fit);
    info.src_name[fit] = '\0';
    info.src_port = packet.source.port();
}

}  // namespace

const Packet* current_packet()
{
    return working_on;
}

WorkingOn::WorkingOn(const Packet& packet) : before_{std::exchange(working_on, &packet)} {}

WorkingOn::~WorkingOn()
{
    working_on = before_;
}

Receiver::Receiver(pjsip_endpoint* endpoint, Processor& processor)
    : pool_{pjsip_endpt_create_pool(endpoint, "rx%p", PJSIP_POOL_RDATA_LEN, PJSIP_POOL_RDATA_INC)},
      rdata_{std::make_unique<pjsip_rx_data>()}, processor_{processor}
{
}

Receiver::~Receiver()
{
    pj_pool_release(pool_);
}

pjsip_rx_data& Receiver::renew(pjsip_transport* transport)
{
    pj_pool_reset(pool_);
    rdata_->tp_info = {};
    rdata_->tp_info.pool = pool_;
    rdata_->tp_info.transport = transport;
    pj_ioqueue_op_key_init(&rdata_->tp_info.op_key.op_key, sizeof(pj_ioqueue_op_key_t));
    rdata_->tp_info.op_key.rdata = rdata_.get();
    rdata_->endpt_info = {};
    return *rdata_;
}

void Intake::take(Receiver& receiver, std::size_t length, const Packet& packet, const SocketAddress& local, Tap& tap)
{
    auto& rdata = receiver.data();
    std::string_view text{rdata.pkt_info.packet, length};
    if (is_keep_alive(text))
        return;
    tap.on_message(false, packet.protocol, local, packet.source, text);
    auto verdict = inspect(text, {});
    if (verdict.action == Verdict::Action::drop) {
        log::debug("dropped {} octets from {}: {}", length, packet.source.text(), verdict.reason);
        return;
    }
    if (verdict.action == Verdict::Action::refuse)
        return refuse(text, verdict.status, verdict.reason, packet);
    if (auto* doorkeeper = receiver.processor().doorkeeper(); doorkeeper && !verdict.message.is_response) {
        if (auto early = doorkeeper->look_at(verdict.message, packet)) {
            auto reply = early->status == 0 ? std::nullopt
                                            : refusal(text, early->status, early->reason, early->tag, packet.source.ip().text(),
                                                      packet.source.port(), early->headers);
            if (reply)
                answer(packet, *reply);
            return;
        }
    }
    if (auto mended = mend(text, verdict.message); mended && mended->size() < sizeof rdata.pkt_info.packet) {
        std::memcpy(rdata.pkt_info.packet, mended->data(), mended->size());
        length = mended->size();
    }
    note_source(rdata, length, packet);
    working_on = &packet;
    if (auto problem = parse(rdata); problem.empty())
        receiver.processor().process(rdata);
    else
        refuse({rdata.pkt_info.packet, length}, 400, problem, packet);
    working_on = nullptr;
}

void Intake::refuse(std::string_view text, int status, std::string_view reason, const Packet& packet)
{
    static log::RateLimit limit;
    log::limited(limit, log::Level::notice, "{} {}: sent to {} for what it sent", status, reason, packet.source.text());
    auto reply = refusal(text, status, reason, random_text(16), packet.source.ip().text(), packet.source.port());
    if (reply && reply->size() <= text.size() + 256)
        answer(packet, *reply);
}

}  // namespace sipcore::transport

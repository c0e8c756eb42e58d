// SPDX-License-Identifier: GPL-2.0-only
/** @file The UDP socket: system calls on one side, PJSIP's transport interface on the other. */
#include "transport/udp.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <format>
#include <utility>

#include "pj/guarded.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "transport/pre_reader.h"

namespace sipcore::transport {

/** What PJSIP holds: its own structure first, then the way back to us. Lives in a pool of its own. */
struct UdpSocket::Handle {
    pjsip_transport base;                ///< PJSIP's view
    std::shared_ptr<UdpSocket>* socket;  ///< ours, kept as long as PJSIP uses it
};

namespace {

/** The datagram that this thread works on. */
constinit thread_local const Packet* working_on = nullptr;
/** Octets of the socket's buffers that are asked for. */
constexpr int buffer_size = 4 * 1024 * 1024;

/** A failure in the system's words. */
Failure system_failure(std::string_view what)
{
    return Failure{std::format("{}: {}", what, std::strerror(errno))};
}

/** Sets an integer option; what a system does not know is no reason to fail. */
void set_option(int descriptor, int level, int name, int value)
{
    (void)setsockopt(descriptor, level, name, &value, sizeof value);
}

/** Our address that a datagram was sent to, from its control data. */
IpAddress destination_of(const msghdr& header)
{
    for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(const_cast<msghdr*>(&header), control)) {
        if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
            in_pktinfo info;
            std::memcpy(&info, CMSG_DATA(control), sizeof info);
            std::array<std::uint8_t, 4> octets;
            std::memcpy(octets.data(), &info.ipi_spec_dst, octets.size());
            return IpAddress::v4(octets);
        }
        if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info;
            std::memcpy(&info, CMSG_DATA(control), sizeof info);
            std::array<std::uint8_t, 16> octets;
            std::memcpy(octets.data(), &info.ipi6_addr, octets.size());
            return IpAddress::v6(octets);
        }
    }
    return {};
}

/** How long a datagram lay in its socket, from its control data; no time at all when the system does not tell. */
std::chrono::nanoseconds wait_of(const msghdr& header)
{
    for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(const_cast<msghdr*>(&header), control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        timespec came;
        timespec now;
        std::memcpy(&came, CMSG_DATA(control), sizeof came);
        clock_gettime(CLOCK_REALTIME, &now);  // the clock that the system stamps with
        std::chrono::nanoseconds waited = std::chrono::seconds{now.tv_sec - came.tv_sec} +
                                          std::chrono::nanoseconds{now.tv_nsec - came.tv_nsec};
        return std::max(waited, std::chrono::nanoseconds{0});
    }
    return {};
}

/** A tag for an answer that no dialog stands behind. */
std::string random_tag()
{
    return std::format("{:08x}{:08x}", static_cast<unsigned>(pj_rand()), static_cast<unsigned>(pj_rand()));
}

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

/** PJSIP has nothing more to close: the socket is ours. */
pj_status_t keep_open(pjsip_transport*)
{
    return PJ_SUCCESS;
}

}  // namespace

const Packet* current_packet()
{
    return working_on;
}

Receiver::Receiver(pjsip_endpoint* endpoint)
    : pool_{pjsip_endpt_create_pool(endpoint, "rx%p", PJSIP_POOL_RDATA_LEN, PJSIP_POOL_RDATA_INC)},
      rdata_{std::make_unique<pjsip_rx_data>()}
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

pj_status_t UdpSocket::release(pjsip_transport* transport)
{
    auto* socket = reinterpret_cast<Handle*>(transport)->socket;
    if (transport->lock)
        pj_lock_destroy(transport->lock);
    if (transport->ref_cnt)
        pj_atomic_destroy(transport->ref_cnt);
    pj_pool_release(transport->pool);
    delete socket;
    return PJ_SUCCESS;
}

Outcome<std::shared_ptr<UdpSocket>> UdpSocket::open(const config::Transport& transport, pjsip_endpoint* endpoint, Tap& tap)
{
    std::shared_ptr<UdpSocket> socket{new UdpSocket{transport, tap}};
    if (auto bound = socket->bind(); !bound)
        return std::unexpected(bound.error());
    if (socket->attach(endpoint) != PJ_SUCCESS)
        return std::unexpected(Failure{"PJSIP does not take the socket"});
    return socket;
}

Outcome<> UdpSocket::bind()
{
    bool v6 = configured_.bind.ip().is_v6();
    descriptor_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0)
        return std::unexpected(system_failure("socket"));
    set_option(descriptor_, SOL_SOCKET, SO_RCVBUF, buffer_size);
    set_option(descriptor_, SOL_SOCKET, SO_SNDBUF, buffer_size);
    set_option(descriptor_, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    if (v6) {
        set_option(descriptor_, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        set_option(descriptor_, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        set_option(descriptor_, IPPROTO_IPV6, IPV6_TCLASS, configured_.tos);
    } else {
        set_option(descriptor_, IPPROTO_IP, IP_PKTINFO, 1);
        set_option(descriptor_, IPPROTO_IP, IP_TOS, configured_.tos);
    }
    SocketAddress wanted{configured_.bind.ip(), configured_.bind.port() ? configured_.bind.port() : std::uint16_t{5060}};
    sockaddr_storage storage{};
    auto length = wanted.to(storage);
    if (::bind(descriptor_, reinterpret_cast<sockaddr*>(&storage), length) != 0)
        return std::unexpected(system_failure(std::format("UDP {}", wanted.text())));
    length = sizeof storage;
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&storage), &length);
    bound_ = SocketAddress::from(reinterpret_cast<sockaddr*>(&storage));
    return {};
}

pj_status_t UdpSocket::attach(pjsip_endpoint* endpoint)
{
    auto* pool = pjsip_endpt_create_pool(endpoint, "udp%p", PJSIP_POOL_LEN_TRANSPORT, PJSIP_POOL_INC_TRANSPORT);
    auto* handle = PJ_POOL_ZALLOC_T(pool, Handle);
    auto& base = handle->base;
    base.pool = pool;
    pj_memcpy(base.obj_name, pool->obj_name, PJ_MAX_OBJ_NAME);
    if (auto status = pj_atomic_create(pool, 0, &base.ref_cnt); status != PJ_SUCCESS)
        return status;
    if (auto status = pj_lock_create_recursive_mutex(pool, base.obj_name, &base.lock); status != PJ_SUCCESS)
        return status;
    base.key.type = bound_.ip().is_v6() ? PJSIP_TRANSPORT_UDP6 : PJSIP_TRANSPORT_UDP;
    base.key.rem_addr.addr.sa_family = static_cast<pj_uint16_t>(bound_.ip().is_v6() ? pj_AF_INET6() : pj_AF_INET());
    base.type_name = const_cast<char*>("UDP");
    base.info = base.type_name;
    base.flag = pjsip_transport_get_flag_from_type(static_cast<pjsip_transport_type_e>(base.key.type));
    base.addr_len = pj::to_pj(bound_, base.local_addr);
    base.local_name.host = pj::dup(pool, bound_.ip().text());
    base.local_name.port = bound_.port();
    base.remote_name.host = pj::dup(pool, bound_.ip().is_v6() ? "::" : "0.0.0.0");
    base.dir = PJSIP_TP_DIR_NONE;
    base.endpt = endpoint;
    base.tpmgr = pjsip_endpt_get_tpmgr(endpoint);
    base.do_shutdown = &keep_open;
    base.destroy = &release;
    base.send_msg = [](pjsip_transport* transport, pjsip_tx_data* tdata, const pj_sockaddr_t* remote, int, void*,
                       pjsip_transport_callback) -> pj_status_t {
        return pj::guarded("udp send", pj_status_t{PJ_EUNKNOWN}, [&]() -> pj_status_t {
            auto* self = reinterpret_cast<Handle*>(transport)->socket->get();
            auto to = SocketAddress::from(static_cast<const sockaddr*>(remote));
            std::string_view text{tdata->buf.start, static_cast<std::size_t>(tdata->buf.cur - tdata->buf.start)};
            return self->send(to, text) ? PJ_SUCCESS : PJ_STATUS_FROM_OS(errno ? errno : EIO);
        });
    };
    handle->socket = new std::shared_ptr<UdpSocket>{shared_from_this()};
    if (auto status = pjsip_transport_register(base.tpmgr, &base); status != PJ_SUCCESS) {
        release(&base);
        return status;
    }
    pjsip_transport_add_ref(&base);  // it stays although nobody uses it
    handle_ = handle;
    open_ = true;
    return PJ_SUCCESS;
}

UdpSocket::~UdpSocket()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void UdpSocket::close()
{
    if (!std::exchange(open_, false))
        return;
    pjsip_transport_shutdown(&handle_->base);
    pjsip_transport_dec_ref(&handle_->base);
}

pjsip_transport* UdpSocket::pj()
{
    return &handle_->base;
}

bool UdpSocket::send(const SocketAddress& to, std::string_view text)
{
    sockaddr_storage storage{};
    auto length = to.to(storage);
    auto sent = ::sendto(descriptor_, text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&storage), length);
    if (sent < 0) {
        int why = errno;
        log::debug("UDP to {}: {}", to.text(), std::strerror(why));
        errno = why;
        // A full buffer or a peer that is away for a moment is what retransmission is for.
        return why == EAGAIN || why == ENOBUFS || why == ECONNREFUSED;
    }
    tap_.on_message(true, bound_, to, text);
    return true;
}

bool UdpSocket::receive(Receiver& receiver)
{
    auto& rdata = receiver.renew(&handle_->base);
    sockaddr_storage source{};
    std::array<char, 256> control;
    iovec where{rdata.pkt_info.packet, sizeof rdata.pkt_info.packet - 1};
    msghdr header{};
    header.msg_name = &source;
    header.msg_namelen = sizeof source;
    header.msg_iov = &where;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    auto length = ::recvmsg(descriptor_, &header, 0);
    if (length < 0)
        return errno == ECONNREFUSED || errno == EINTR;
    Packet packet{SocketAddress::from(reinterpret_cast<sockaddr*>(&source)), destination_of(header),
                  wait_of(header)};
    if (length > 0 && packet.source)
        take(rdata, static_cast<std::size_t>(length), packet);
    return true;
}

void UdpSocket::take(pjsip_rx_data& rdata, std::size_t length, const Packet& packet)
{
    std::string_view text{rdata.pkt_info.packet, length};
    if (is_keep_alive(text))
        return;
    tap_.on_message(false, bound_, packet.source, text);
    auto verdict = inspect(text, {});
    if (verdict.action == Verdict::Action::drop) {
        log::debug("dropped {} octets from {}: {}", length, packet.source.text(), verdict.reason);
        return;
    }
    if (verdict.action == Verdict::Action::refuse)
        return refuse(text, verdict.status, verdict.reason, packet);
    if (auto mended = mend(text); mended && mended->size() < sizeof rdata.pkt_info.packet) {
        std::memcpy(rdata.pkt_info.packet, mended->data(), mended->size());
        length = mended->size();
    }
    rdata.pkt_info.packet[length] = '\0';
    rdata.pkt_info.len = static_cast<pj_ssize_t>(length);
    rdata.pkt_info.zero = 0;
    pj_gettimeofday(&rdata.pkt_info.timestamp);
    rdata.pkt_info.src_addr_len = pj::to_pj(packet.source, rdata.pkt_info.src_addr);
    auto host = packet.source.ip().text();
    auto fit = std::min(host.size(), sizeof rdata.pkt_info.src_name - 1);
    std::memcpy(rdata.pkt_info.src_name, host.data(), fit);
    rdata.pkt_info.src_name[fit] = '\0';
    rdata.pkt_info.src_port = packet.source.port();
    working_on = &packet;
    if (auto problem = parse(rdata); problem.empty())
        pjsip_endpt_process_rx_data(handle_->base.endpt, &rdata, nullptr, nullptr);
    else
        refuse({rdata.pkt_info.packet, length}, 400, problem, packet);
    working_on = nullptr;
}

void UdpSocket::refuse(std::string_view text, int status, std::string_view reason, const Packet& packet)
{
    log::notice("{} {}: sent to {} for what it sent", status, reason, packet.source.text());
    auto answer = refusal(text, status, reason, random_tag(), packet.source.ip().text(), packet.source.port());
    if (answer && answer->size() <= text.size() + 256)
        send(packet.source, *answer);
}

}  // namespace sipcore::transport

// SPDX-License-Identifier: GPL-2.0-only
/** @file Octets of a connection, both ways. */
#include "transport/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "transport/socket_options.h"

namespace sipcore::transport {

namespace {

/** Octets that may wait for a peer that is slow to read. */
constexpr std::size_t most_waiting = 1024 * 1024;
/** The same for one that has proved nothing. */
constexpr std::size_t most_waiting_for_strangers = 64 * 1024;
/** Octets taken from a socket at once. */
constexpr std::size_t portion = 32 * 1024;

}  // namespace

Connection::Connection(ConnectionParts parts, FlowFacts known)
    : OpenFlow{parts.owner, parts.tap, std::move(known)}, parts_{std::move(parts)}, connecting_{facts().outgoing},
      ready_{!facts().outgoing && !parts_.cipher}
{
    if (ready_)
        establish();
}

Connection::~Connection()
{
    if (parts_.descriptor >= 0)
        ::close(parts_.descriptor);
}

bool Connection::begin(pjsip_endpoint* endpoint)
{
    if (!enlist_at(endpoint, shared_from_this()))
        return false;
    parts_.poller.add(shared_from_this());
    parts_.poller.watch(*this, connecting_);
    return true;
}

void Connection::shut()
{
    parts_.poller.remove(*this);
    std::lock_guard lock{mutex_};
    if (parts_.cipher && ready_ && outgoing_.empty()) {
        parts_.cipher->finish(outgoing_);
        flush();
    }
    ::close(std::exchange(parts_.descriptor, -1));
    outgoing_ = {};
    early_ = {};
}

bool Connection::finish_connecting()
{
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(parts_.descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) {
        why_ = std::strerror(error);
        return false;
    }
    connecting_ = false;
    ready_ = !parts_.cipher;
    if (parts_.cipher) {
        std::string nothing;
        if (parts_.cipher->feed({}, nothing, outgoing_) == Cipher::State::failed) {
            why_ = parts_.cipher->why();
            return false;
        }
        return true;
    }
    establish();
    outgoing_.append(std::exchange(early_, {}));
    return true;
}

bool Connection::receive()
{
    std::array<char, portion> octets;
    auto length = ::recv(parts_.descriptor, octets.data(), octets.size(), 0);
    if (length < 0) {
        if (errno == EAGAIN || errno == EINTR)
            return true;
        why_ = std::strerror(errno);
        return false;
    }
    if (length == 0) {
        why_ = "closed by the other side";
        return false;
    }
    std::string_view came{octets.data(), static_cast<std::size_t>(length)};
    if (!parts_.cipher) {
        framer_.push(came);
        return true;
    }
    std::string plain;
    auto state = parts_.cipher->feed(came, plain, outgoing_);
    framer_.push(plain);
    if (state == Cipher::State::open && !std::exchange(ready_, true)) {
        establish();
        auto waiting = std::exchange(early_, {});
        parts_.cipher->seal(waiting, outgoing_);
    }
    refused_ = parts_.cipher->refused();
    if (state == Cipher::State::failed)
        why_ = parts_.cipher->why();
    else if (state == Cipher::State::closed)
        why_ = "closed by the other side";
    return state == Cipher::State::open || state == Cipher::State::shaking_hands;
}

bool Connection::flush()
{
    std::size_t sent = 0;
    bool taken = true;
    while (sent < outgoing_.size()) {
        auto length = ::send(parts_.descriptor, outgoing_.data() + sent, outgoing_.size() - sent, MSG_NOSIGNAL);
        if (length > 0) {
            sent += static_cast<std::size_t>(length);
        } else if (errno != EINTR) {
            taken = errno == EAGAIN;
            if (!taken)
                why_ = std::strerror(errno);
            break;
        }
    }
    outgoing_.erase(0, sent);
    return taken;
}

bool Connection::put(std::string_view text)
{
    auto bound = trusted() ? most_waiting : most_waiting_for_strangers;
    if (outgoing_.size() + early_.size() + text.size() > bound) {
        why_ = "it reads too slowly";
        return false;
    }
    if (!ready_)
        early_.append(text);
    else if (parts_.cipher)
        return parts_.cipher->seal(text, outgoing_);
    else
        outgoing_.append(text);
    return true;
}

bool Connection::send(std::string_view text)
{
    bool good = false;
    {
        std::lock_guard lock{mutex_};
        if (!open() || parts_.descriptor < 0)
            return false;
        bool waited = !outgoing_.empty();
        good = put(text) && (connecting_ || waited || flush());
        // Who serves it waits for the socket afterwards; otherwise that is ours to ask for.
        if (good && !serving_ && !connecting_ && !waited && !outgoing_.empty())
            parts_.poller.watch(*this, true);
    }
    if (!good)
        close(refused_ ? Ending::refused : Ending::disconnected, why_);
    return good;
}

bool Connection::serve(bool readable, bool writable, Receiver& receiver)
{
    bool good = true;
    std::optional<Use> use;
    {
        std::lock_guard lock{mutex_};
        if (!open())
            return false;
        serving_ = true;
        use.emplace(*this);
        if (connecting_)
            good = !writable || finish_connecting();
        if (good && readable && !connecting_)
            good = receive();
        if (!connecting_)
            good = flush() && good;
    }
    // What came before the end is worked on, too.
    good = work(receiver) && good;
    if (good)
        await();
    else
        close(refused_ ? Ending::refused : Ending::disconnected, why_.empty() ? "what came cannot be read" : why_);
    return false;
}

void Connection::await()
{
    std::lock_guard lock{mutex_};
    serving_ = false;
    if (open())
        parts_.poller.watch(*this, connecting_ || !outgoing_.empty());
}

bool Connection::work(Receiver& receiver)
{
    auto from = packet();
    while (open()) {
        auto piece = framer_.next();
        switch (piece.kind) {
        case Piece::Kind::none: return true;
        case Piece::Kind::ping: send("\r\n"); break;
        case Piece::Kind::too_large: refuse(piece.text, 513, "Message Too Large", from); return false;
        case Piece::Kind::broken: refuse(piece.text, 400, "Bad Content-Length", from); return false;
        case Piece::Kind::message: {
            auto& rdata = receiver.renew(pj());
            std::memcpy(rdata.pkt_info.packet, piece.text.data(), piece.text.size());
            take(receiver, piece.text.size(), from, facts().local, tap());
            break;
        }
        }
    }
    return true;
}

}  // namespace sipcore::transport

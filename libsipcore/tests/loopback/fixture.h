// SPDX-License-Identifier: GPL-2.0-only
/** @file A stack on loopback and an actor on the other side of the wire: a plain socket that sends text and waits for
 *  messages. */
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/endpoint.h"
#include "sipcore/log.h"
#include "sipcore/security.h"
#include "sipcore/stack.h"
#include "sipcore/threads.h"
#include "transport/framing.h"

namespace sipcore::loopback {

/** Plain threads. */
class PlainThreads final : public Threads {
public:
    std::unique_ptr<Thread> start(const std::string& name, std::function<void()> body) override;
};

/** Bindings in memory. */
class MemoryStore final : public BindingStore {
public:
    std::optional<StoredBinding> load(const std::string& aor) override;
    void save(const std::string& aor, const StoredBinding& binding) override;
    void remove(const std::string& aor) override;

private:
    std::mutex mutex_;
    std::map<std::string, StoredBinding> kept_;
};

/** Security events in the order in which they came. */
class EventKeeper final : public SecurityObserver {
public:
    void on_security_event(const SecurityEvent& event) override;
    void on_rejection(const Rejection& rejection) override;
    /** The causes of refused registrations, with the endpoints' names. */
    std::vector<std::string> rejections();
    /** The first `count` events, or those that came within five seconds. */
    std::vector<SecurityEvent> first(std::size_t count);
    /** Forgets all. */
    void clear();

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<SecurityEvent> kept_;
    std::vector<std::string> rejections_;
};

/** Lines of the log while it lives, debug ones apart. */
class LineKeeper final : public log::Sink {
public:
    LineKeeper() { log::set_sink(this); }
    ~LineKeeper() override { log::set_sink(nullptr); }
    void write(log::Level level, const std::source_location& where, log::CallId call, std::string_view text) override;
    bool wants(log::Level level) const override { return level >= log::Level::notice; }
    /** Waits for a line that has these words; whether one came within five seconds. */
    bool has(std::string_view words);
    /** All lines. */
    std::string all();

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> kept_;
};

/** A SIP message as text, with its parts. */
struct WireMessage {
    std::string text;  ///< all of it

    /** First line. */
    std::string first() const;
    /** Status of a response, 0 for a request. */
    int status() const;
    /** Method of a request, or the one that a response answers. */
    std::string method() const;
    /** Value of the first header of a name; empty without one. */
    std::string header(std::string_view name) const;
    /** Everything after the empty line. */
    std::string body() const;
    /** A parameter of a header's value, quotes taken off. */
    static std::string parameter(std::string_view value, std::string_view name);
};

/** A user agent on a plain socket: UDP, or one connection over TCP. */
class SipPeer {
public:
    /** Listens on 127.0.0.1 or ::1, on a port of the system's choice; over TCP, it connects. */
    explicit SipPeer(SocketAddress server, config::Protocol protocol = config::Protocol::udp);
    /** Goes on with a connection that was taken. */
    SipPeer(SocketAddress server, int connected);
    SipPeer(const SipPeer&) = delete;             ///< owns a socket
    SipPeer& operator=(const SipPeer&) = delete;  ///< owns a socket
    ~SipPeer();

    /** Where it listens: `127.0.0.1:12345`. */
    std::string address() const { return local_.text(); }
    /** Its port. */
    std::uint16_t port() const { return local_.port(); }
    /** Sends octets as they are. */
    void send(std::string_view text);
    /** The socket. */
    int descriptor() const { return descriptor_; }
    /** Over TCP: ends the connection, so that the other side sees it. */
    void hang_up();
    /** Over TCP: whether the other side ended the connection. */
    bool ended(std::chrono::milliseconds patience = std::chrono::seconds{5});
    /** From here on sends to another address. */
    void answer_to(SocketAddress server) { server_ = server; }
    /** The next message, nothing when none comes in time. */
    std::optional<WireMessage> receive(std::chrono::milliseconds patience = std::chrono::seconds{5});
    /** The next message for which `wanted` holds; others are dropped. */
    template <class F>
    std::optional<WireMessage> wait_for(F&& wanted, std::chrono::milliseconds patience = std::chrono::seconds{5})
    {
        auto end = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < end) {
            auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            auto message = receive(left);
            if (!message)
                return std::nullopt;
            if (wanted(*message))
                return message;
        }
        return std::nullopt;
    }
    /** A final response to a method. */
    std::optional<WireMessage> final_response(std::string_view method);
    /** A request of a method. */
    std::optional<WireMessage> request(std::string_view method);

    /** A request outside of dialogs from `user`: headers after the usual ones, body with its type where there is one. */
    std::string make(std::string_view method, std::string_view target, std::string_view user, std::string_view call_id,
                     unsigned cseq, std::string_view headers = {}, std::string_view body = {});
    /** A response to a request that was received. */
    std::string respond(const WireMessage& request, int status, std::string_view reason, std::string_view headers = {},
                        std::string_view body = {});
    /** An Authorization header for a 401. */
    static std::string authorization(const WireMessage& challenge, std::string_view method, std::string_view uri,
                                     std::string_view user, std::string_view password);
    /** Registers with digest; gives the last response. */
    std::optional<WireMessage> register_as(std::string_view user, std::string_view password, unsigned expires = 60);

private:
    /** The next message of the connection. */
    std::optional<WireMessage> receive_from_stream(std::chrono::milliseconds patience);

    int descriptor_ = -1;
    SocketAddress local_;
    SocketAddress server_;
    config::Protocol protocol_ = config::Protocol::udp;
    transport::Framer framer_;
    unsigned counter_ = 0;
    unsigned register_cseq_ = 0;
};

/** A stack with two phones, `alice` and `bob`, on a port of its own. */
class LoopbackStack : public testing::Test {
protected:
    /** Starts the stack. */
    void SetUp() override;
    /** Ends it. */
    void TearDown() override;
    /** The configuration that the stack begins with. */
    virtual config::Config configuration();
    /** A configuration whose stack listens on TCP as well, at the same port, and whose endpoints use that first. */
    config::Config with_tcp(config::Config config) const;
    /** Where it listens. */
    SocketAddress server() const { return {*IpAddress::parse("127.0.0.1"), port_}; }

    PlainThreads threads_;
    MemoryStore store_;
    EventKeeper events_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Stack> stack_;
};

}  // namespace sipcore::loopback

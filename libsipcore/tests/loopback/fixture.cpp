// SPDX-License-Identifier: GPL-2.0-only
/** @file The actor and the stack under test. */
#include "loopback/fixture.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <format>
#include <thread>

#include "auth/digest.h"

namespace sipcore::loopback {

namespace {

/** A thread of the standard library. */
class PlainThread final : public Thread {
public:
    /** Runs it. */
    explicit PlainThread(std::function<void()> body) : thread_{std::move(body)} {}
    void join() override { thread_.join(); }

private:
    std::thread thread_;
};

/** A port that nobody has now. */
std::uint16_t free_port()
{
    int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_storage storage{};
    auto length = SocketAddress{*IpAddress::parse("127.0.0.1"), 0}.to(storage);
    ::bind(descriptor, reinterpret_cast<sockaddr*>(&storage), length);
    length = sizeof storage;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length);
    ::close(descriptor);
    return SocketAddress::from(reinterpret_cast<sockaddr*>(&storage)).port();
}

}  // namespace

std::unique_ptr<Thread> PlainThreads::start(const std::string&, std::function<void()> body)
{
    return std::make_unique<PlainThread>(std::move(body));
}

std::optional<StoredBinding> MemoryStore::load(const std::string& aor)
{
    std::lock_guard lock{mutex_};
    auto at = kept_.find(aor);
    return at == kept_.end() ? std::nullopt : std::optional{at->second};
}

void MemoryStore::save(const std::string& aor, const StoredBinding& binding)
{
    std::lock_guard lock{mutex_};
    kept_.insert_or_assign(aor, binding);
}

void MemoryStore::remove(const std::string& aor)
{
    std::lock_guard lock{mutex_};
    kept_.erase(aor);
}

void EventKeeper::on_security_event(const SecurityEvent& event)
{
    std::lock_guard lock{mutex_};
    kept_.push_back(event);
    came_.notify_all();
}

void EventKeeper::on_rejection(const Rejection& rejection)
{
    std::lock_guard lock{mutex_};
    rejections_.push_back(rejection.endpoint + " " + rejection.cause);
}

std::vector<std::string> EventKeeper::rejections()
{
    std::lock_guard lock{mutex_};
    return rejections_;
}

std::vector<SecurityEvent> EventKeeper::first(std::size_t count)
{
    std::unique_lock lock{mutex_};
    came_.wait_for(lock, std::chrono::seconds{5}, [&] { return kept_.size() >= count; });
    return {kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(std::min(count, kept_.size()))};
}

void EventKeeper::clear()
{
    std::lock_guard lock{mutex_};
    kept_.clear();
}

void LineKeeper::write(log::Level, const std::source_location&, log::CallId, std::string_view text)
{
    std::lock_guard lock{mutex_};
    kept_.emplace_back(text);
    came_.notify_all();
}

bool LineKeeper::has(std::string_view words)
{
    std::unique_lock lock{mutex_};
    auto there = [&] {
        return std::ranges::any_of(kept_, [&](const std::string& line) { return line.find(words) != std::string::npos; });
    };
    return came_.wait_for(lock, std::chrono::seconds{5}, there);
}

std::string LineKeeper::all()
{
    std::lock_guard lock{mutex_};
    std::string text;
    for (const auto& line : kept_)
        text += line + '\n';
    return text;
}

std::string WireMessage::first() const
{
    return text.substr(0, text.find("\r\n"));
}

int WireMessage::status() const
{
    return text.starts_with("SIP/2.0 ") ? std::stoi(text.substr(8, 3)) : 0;
}

std::string WireMessage::method() const
{
    if (status() == 0)
        return text.substr(0, text.find(' '));
    auto cseq = header("CSeq");
    return cseq.substr(cseq.find(' ') + 1);
}

std::string WireMessage::header(std::string_view name) const
{
    auto at = text.find(std::format("\r\n{}: ", name));
    if (at == std::string::npos)
        return {};
    at += name.size() + 4;
    return text.substr(at, text.find("\r\n", at) - at);
}

std::string WireMessage::body() const
{
    auto at = text.find("\r\n\r\n");
    return at == std::string::npos ? std::string{} : text.substr(at + 4);
}

std::string WireMessage::parameter(std::string_view value, std::string_view name)
{
    auto at = value.find(std::format("{}=", name));
    if (at == std::string_view::npos)
        return {};
    value.remove_prefix(at + name.size() + 1);
    if (value.starts_with('"'))
        return std::string{value.substr(1, value.find('"', 1) - 1)};
    return std::string{value.substr(0, value.find_first_of(",; >"))};
}

SipPeer::SipPeer(SocketAddress server, int connected)
    : descriptor_{connected}, server_{server}, protocol_{config::Protocol::tcp}
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&storage), &length);
    local_ = SocketAddress::from(reinterpret_cast<sockaddr*>(&storage));
}

SipPeer::SipPeer(SocketAddress server, config::Protocol protocol) : server_{server}, protocol_{protocol}
{
    bool stream = protocol == config::Protocol::tcp;
    descriptor_ = ::socket(server.ip().is_v6() ? AF_INET6 : AF_INET, (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
    sockaddr_storage storage{};
    auto length = SocketAddress{server.ip(), 0}.to(storage);
    ::bind(descriptor_, reinterpret_cast<sockaddr*>(&storage), length);
    if (stream) {
        length = server.to(storage);
        EXPECT_EQ(::connect(descriptor_, reinterpret_cast<sockaddr*>(&storage), length), 0);
    }
    length = sizeof storage;
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&storage), &length);
    local_ = SocketAddress::from(reinterpret_cast<sockaddr*>(&storage));
}

SipPeer::~SipPeer()
{
    ::close(descriptor_);
}

void SipPeer::hang_up()
{
    ::shutdown(descriptor_, SHUT_RDWR);
}

bool SipPeer::ended(std::chrono::milliseconds patience)
{
    auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        pollfd wait{descriptor_, POLLIN, 0};
        std::array<char, 65536> buffer;
        if (::poll(&wait, 1, 100) == 1 && ::recv(descriptor_, buffer.data(), buffer.size(), 0) <= 0)
            return true;
    }
    return false;
}

std::optional<WireMessage> SipPeer::receive_from_stream(std::chrono::milliseconds patience)
{
    auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto piece = framer_.next();
        if (piece.kind == transport::Piece::Kind::message)
            return WireMessage{std::string{piece.text}};
        if (piece.kind != transport::Piece::Kind::none)
            continue;
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd wait{descriptor_, POLLIN, 0};
        std::array<char, 65536> buffer;
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) != 1)
            return std::nullopt;
        auto length = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (length <= 0)
            return std::nullopt;
        framer_.push({buffer.data(), static_cast<std::size_t>(length)});
    }
}

void SipPeer::send(std::string_view text)
{
    if (protocol_ == config::Protocol::tcp) {
        while (!text.empty()) {
            auto sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return;
    }
    sockaddr_storage storage{};
    auto length = server_.to(storage);
    ::sendto(descriptor_, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&storage), length);
}

std::optional<WireMessage> SipPeer::receive(std::chrono::milliseconds patience)
{
    if (protocol_ == config::Protocol::tcp)
        return receive_from_stream(patience);
    pollfd wait{descriptor_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) != 1)
        return std::nullopt;
    std::array<char, 65536> buffer;
    auto length = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (length < 0)
        return std::nullopt;
    return WireMessage{std::string{buffer.data(), static_cast<std::size_t>(length)}};
}

std::optional<WireMessage> SipPeer::final_response(std::string_view method)
{
    return wait_for([&](const WireMessage& m) { return m.status() >= 200 && m.method() == method; });
}

std::optional<WireMessage> SipPeer::request(std::string_view method)
{
    return wait_for([&](const WireMessage& m) { return m.status() == 0 && m.method() == method; });
}

std::string SipPeer::make(std::string_view method, std::string_view target, std::string_view user, std::string_view call_id,
                          unsigned cseq, std::string_view headers, std::string_view body)
{
    return std::format(
        "{0} {1} SIP/2.0\r\nVia: SIP/2.0/{10} {2};branch=z9hG4bK{3}-{4};rport\r\nMax-Forwards: 70\r\n"
        "From: <sip:{5}@example.com>;tag=t{3}\r\nTo: <{1}>\r\nCall-ID: {3}\r\nCSeq: {6} {0}\r\nContact: <sip:{5}@{2}{11}>\r\n"
        "{7}Content-Length: {8}\r\n\r\n{9}",
        method, target, address(), call_id, ++counter_, user, cseq, headers, body.size(), body,
        protocol_ == config::Protocol::tcp ? "TCP" : "UDP", protocol_ == config::Protocol::tcp ? ";transport=tcp" : "");
}

std::string SipPeer::respond(const WireMessage& request, int status, std::string_view reason, std::string_view headers,
                             std::string_view body)
{
    auto to = request.header("To");
    if (status > 100 && to.find(";tag=") == std::string::npos)
        to += ";tag=peer";
    return std::format("SIP/2.0 {} {}\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {}\r\n{}Content-Length: {}\r\n\r\n{}",
                       status, reason, request.header("Via"), request.header("From"), to, request.header("Call-ID"),
                       request.header("CSeq"), headers, body.size(), body);
}

std::string SipPeer::authorization(const WireMessage& challenge, std::string_view method, std::string_view uri,
                                   std::string_view user, std::string_view password)
{
    auto asked = auth::parse_challenge(challenge.header("WWW-Authenticate"));
    if (!asked)
        return {};
    auth::Answering with{user, password, {}, method, uri, "c0ffee", 1};
    return std::format("Authorization: {}\r\n", auth::answer_text(*asked, with));
}

std::optional<WireMessage> SipPeer::register_as(std::string_view user, std::string_view password, unsigned expires)
{
    auto uri = std::format("sip:{}", server_.text());
    auto target = std::format("sip:{}@{}", user, server_.text());
    auto call_id = std::format("register-{}-{}", user, port());
    auto headers = std::format("Expires: {}\r\n", expires);
    auto text = [&](unsigned cseq, std::string_view more) {
        auto request = make("REGISTER", uri, user, call_id, cseq, std::string{headers} + std::string{more});
        auto at = request.find("To: <");
        request.replace(at, request.find("\r\n", at) - at, std::format("To: <{}>", target));
        return request;
    };
    send(text(++register_cseq_, ""));
    auto challenge = final_response("REGISTER");
    if (!challenge || challenge->status() != 401)
        return challenge;
    send(text(++register_cseq_, authorization(*challenge, "REGISTER", uri, user, password)));
    return final_response("REGISTER");
}

config::Config LoopbackStack::with_tcp(config::Config config) const
{
    config::Transport tcp;
    tcp.name = "tcp";
    tcp.protocol = config::Protocol::tcp;
    tcp.bind = server();
    config.transports.push_back(tcp);
    for (auto& endpoint : config.endpoints)
        endpoint.transports = {config::Protocol::tcp, config::Protocol::udp};
    return config;
}

config::Config LoopbackStack::configuration()
{
    config::Config config;
    config::Transport transport;
    transport.name = "udp";
    transport.bind = server();
    config.transports.push_back(transport);
    for (const char* name : {"alice", "bob"}) {
        config.auths.push_back({name, name, std::string{name} + "-secret", "", ""});
        config::Aor aor;
        aor.name = name;
        aor.max_contacts = 1;
        config.aors.push_back(aor);
        config::Endpoint endpoint;
        endpoint.name = endpoint.auth = endpoint.aors = name;
        endpoint.context = "phones";
        config.endpoints.push_back(endpoint);
    }
    return config;
}

void LoopbackStack::SetUp()
{
    port_ = free_port();
    StackOptions options;
    options.config = configuration();
    options.ports.threads = &threads_;
    options.ports.bindings = &store_;
    options.workers = 2;
    auto stack = Stack::create(std::move(options));
    ASSERT_TRUE(stack) << stack.error().what;
    stack_ = std::move(*stack);
    security::set_observer(&events_);
}

void LoopbackStack::TearDown()
{
    stack_.reset();
    security::set_observer(nullptr);
}

}  // namespace sipcore::loopback

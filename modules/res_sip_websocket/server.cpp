// SPDX-License-Identifier: GPL-2.0-only
/** @file WebSockets in the threads of Asterisk's HTTP server. */
#include "server.h"

#include <poll.h>

#include "pbx/guarded.h"
#include "pbx/websocket.h"
#include "sipcore/stack.h"

namespace res_sip_websocket {

namespace {

/** The one that answers. */
Server* running = nullptr;
/** Keeps it while a WebSocket is taken in. */
std::mutex gate;
/** Octets of a message that comes in several frames. */
constexpr std::size_t longest_message = 20480;

/** An address of Asterisk's as ours. */
sipcore::SocketAddress address_of(const ast_sockaddr* address)
{
    return address ? sipcore::SocketAddress::from(reinterpret_cast<const sockaddr*>(&address->ss)) : sipcore::SocketAddress{};
}

/** One WebSocket came. */
void established(ast_websocket* socket, ast_variable*, ast_variable*)
{
    pbx::guarded("websocket", 0, [&] {
        std::shared_ptr<Outbox> outbox;
        Server* server = nullptr;
        {
            std::lock_guard open{gate};
            server = running;
            outbox = server ? server->enter() : nullptr;
        }
        if (outbox)
            server->serve(socket, outbox);
        return 0;
    });
    ast_websocket_unref(socket);
}

/** Sends what waits. @return whether the WebSocket still takes it */
bool write_all(ast_websocket* socket, Outbox& outbox)
{
    while (auto message = outbox.take()) {
        if (ast_websocket_write(socket, AST_WEBSOCKET_OPCODE_TEXT, message->data(), message->size()) != 0)
            return false;
    }
    return !outbox.closing();
}

/** Reads one frame and hands a whole message on. @return whether the WebSocket goes on */
bool read_one(ast_websocket* socket, sipcore::WebSocketSession& session)
{
    char* payload = nullptr;
    std::uint64_t length = 0;
    ast_websocket_opcode opcode{};
    int fragmented = 0;
    if (ast_websocket_read(socket, &payload, &length, &opcode, &fragmented) != 0 || opcode == AST_WEBSOCKET_OPCODE_CLOSE)
        return false;
    bool data = opcode == AST_WEBSOCKET_OPCODE_TEXT || opcode == AST_WEBSOCKET_OPCODE_BINARY;
    return !data || length == 0 || session.receive({payload, static_cast<std::size_t>(length)});
}

/** Waits until something came or is to go. */
void wait_for_either(ast_websocket* socket, const Outbox& outbox)
{
    std::array<pollfd, 2> either{pollfd{ast_websocket_fd(socket), POLLIN, 0}, pollfd{outbox.descriptor(), POLLIN, 0}};
    (void)::poll(either.data(), either.size(), -1);
}

}  // namespace

Server::Server(sipcore::Stack& stack) : stack_{stack}
{
    std::lock_guard open{gate};
    running = this;
}

Server::~Server()
{
    withdraw();
    {
        std::lock_guard open{gate};
        running = nullptr;
    }
    std::unique_lock lock{mutex_};
    for (auto& outbox : open_)
        outbox->close();
    idle_.wait(lock, [this] { return open_.empty(); });
}

void Server::offer()
{
    if (ast_websocket_add_protocol("sip", established) != 0)
        ast_log(LOG_WARNING, "Unable to set up SIP over WebSocket: another module has it, or res_http_websocket is not loaded\n");
    else
        offered_ = true;
}

void Server::withdraw()
{
    if (std::exchange(offered_, false))
        ast_websocket_remove_protocol("sip", established);
}

void Server::follow_configuration()
{
    bool wanted = stack_.config()->global.websocket;
    if (wanted && !offered_)
        offer();
    else if (!wanted)
        withdraw();
}

std::shared_ptr<Outbox> Server::enter()
{
    auto outbox = std::make_shared<Outbox>();
    if (!*outbox)
        return nullptr;
    std::lock_guard lock{mutex_};
    open_.push_back(outbox);
    return outbox;
}

void Server::serve(ast_websocket* socket, const std::shared_ptr<Outbox>& outbox)
{
    auto timeout = stack_.config()->global.websocket_write_timeout;
    bool ready = ast_websocket_set_nonblock(socket) == 0 && ast_websocket_set_timeout(socket, static_cast<int>(timeout.count())) == 0;
    ast_websocket_reconstruct_enable(socket, longest_message);
    sipcore::WebSocketParts parts{ast_websocket_is_secure(socket) > 0, address_of(ast_websocket_local_address(socket)),
                                  address_of(ast_websocket_remote_address(socket)), outbox};
    auto session = ready ? sipcore::open_websocket(stack_, std::move(parts)) : nullptr;
    while (session && write_all(socket, *outbox)) {
        // What TLS has taken from the socket already makes no descriptor readable.
        if (ast_websocket_wait_for_input(socket, 0) == 0)
            wait_for_either(socket, *outbox);
        else if (!read_one(socket, *session))
            break;
    }
    if (session) {
        session->ended();
        session.reset();
    }
    std::lock_guard lock{mutex_};
    std::erase(open_, outbox);
    idle_.notify_all();
}

}  // namespace res_sip_websocket

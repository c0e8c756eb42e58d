// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages from the library to Asterisk's queue, and from its message technology to the library. */
#include "service.h"

#include "pbx/guarded.h"
#include "sipcore/device_source.h"

namespace res_sip_messaging {

namespace {

/** Messages that may wait for the dialplan; more are refused. */
constexpr long most_waiting = 1000;

/** A message of Asterisk's: owned until it is queued. */
struct Unqueued {
    /** Gives it back. */
    void operator()(ast_msg* message) const { ast_msg_destroy(message); }
};
/** A message that is ours. */
using Message = std::unique_ptr<ast_msg, Unqueued>;

/** How many messages wait for the dialplan. */
long waiting()
{
    auto* queue = ast_taskprocessor_get("ast_msg_queue", TPS_REF_IF_EXISTS);
    if (!queue)
        return 0;
    auto size = ast_taskprocessor_size(queue);
    ast_taskprocessor_unreference(queue);
    return size;
}

/** The extension that a message is for: as it was written, or with its escapes undone; empty when there is neither. */
std::string extension_of(const sipcore::IncomingMessage& message)
{
    std::string decoded = message.user;
    ast_uri_decode(decoded.data(), ast_uri_sip_user);
    decoded.resize(std::strlen(decoded.c_str()));
    for (const auto& name : {message.user, decoded}) {
        if (ast_exists_extension(nullptr, message.context.c_str(), name.c_str(), 1, nullptr))
            return name;
    }
    return message.user;
}

/** A destination whose host is a name with an address in its place, unless it is a device's, maybe of a database: who sends a message
 *  may wait for that. */
std::string numeric(sipcore::Stack& stack, const std::string& to)
{
    auto begin = to.find('@');
    begin = begin == std::string::npos ? to.find("sip:") + 3 : begin;
    auto end = std::min(to.find_first_of(";>", begin), to.size());
    auto host = to.substr(begin + 1, end - begin - 1);
    if (host.empty() || sipcore::fetch_device(stack, host) || sipcore::SocketAddress::parse(host, 5060))
        return to;
    ast_sockaddr address{};
    if (ast_sockaddr_resolve_first_af(&address, host.c_str(), 0, AST_AF_UNSPEC) != 0)
        return to;
    if (ast_sockaddr_port(&address) == 0)
        ast_sockaddr_set_port(&address, 5060);
    return to.substr(0, begin + 1) + ast_sockaddr_stringify(&address) + to.substr(end);
}

/** The headers that a message brings: what was marked to be sent. */
std::vector<std::pair<std::string, std::string>> headers_of(const ast_msg* message)
{
    std::vector<std::pair<std::string, std::string>> all;
    auto* iterator = ast_msg_var_iterator_init(message);
    const char* name = nullptr;
    const char* value = nullptr;
    while (iterator && ast_msg_var_iterator_next(message, iterator, &name, &value)) {
        all.emplace_back(name, value);
        ast_msg_var_unref_current(iterator);
    }
    if (iterator)
        ast_msg_var_iterator_destroy(iterator);
    return all;
}

/** Asterisk sends a message. @return 0 when it left, -1 when not */
int send(const ast_msg* message, const char* to, const char* from)
{
    return pbx::guarded("message", -1, [&] {
        if (!service())
            return -1;
        sipcore::OutgoingMessage out;
        out.to = numeric(service()->stack(), to);
        out.from = from ? from : "";
        if (strncasecmp(out.from.c_str(), "sip:", 4) == 0 && out.from.find('<') == std::string::npos)
            out.from = out.from.find('@') == std::string::npos ? out.from.substr(4) : "<" + out.from + ">";
        out.body = ast_msg_get_body(message);
        out.headers = headers_of(message);
        if (auto sent = service()->messages().send(std::move(out), std::chrono::seconds{10}); !sent) {
            ast_log(LOG_WARNING, "The message to '%s' is not sent: %s\n", to, sent.error().reason.c_str());
            return -1;
        }
        return 0;
    });
}

/** The technology as Asterisk knows it. */
const ast_msg_tech technology = {.name = "sip", .msg_send = send};

}  // namespace

Service::~Service()
{
    if (registered_)
        ast_msg_tech_unregister(&technology);
    messages_.reset();
}

sipcore::Outcome<> Service::start(sipcore::Stack& stack)
{
    stack_ = &stack;
    auto made = sipcore::Messages::create(stack, *this);
    if (!made)
        return std::unexpected(made.error());
    messages_ = std::move(*made);
    if (ast_msg_tech_register(&technology) != 0)
        return std::unexpected(sipcore::Failure{"Asterisk has a message technology sip already"});
    registered_ = true;
    return {};
}

sipcore::Error Service::on_message(const sipcore::IncomingMessage& in)
{
    if (waiting() > most_waiting)
        return {503, "Service Unavailable"};
    Message message{ast_msg_alloc()};
    if (!message)
        return {500, "Internal Server Error"};
    auto* raw = message.get();
    bool good = ast_msg_set_to(raw, "%s", in.to.c_str()) == 0 && ast_msg_set_from(raw, "%s", in.from.c_str()) == 0 &&
                ast_msg_set_body(raw, "%s", in.body.c_str()) == 0 && ast_msg_set_context(raw, "%s", in.context.c_str()) == 0 &&
                ast_msg_set_exten(raw, "%s", extension_of(in).c_str()) == 0 && ast_msg_set_tech(raw, "%s", "SIP") == 0;
    for (const auto& [name, value] : in.headers)
        good = good && ast_msg_set_var(raw, name.c_str(), value.c_str()) == 0;
    good = good && ast_msg_set_var(raw, "SIP_RECVADDR", in.source.text().c_str()) == 0 &&
           ast_msg_set_var(raw, "SIP_FULLCONTACT", in.contact.c_str()) == 0;
    if (in.endpoint)
        good = good && ast_msg_set_endpoint(raw, "%s", in.endpoint->name.c_str()) == 0 &&
               ast_msg_set_var(raw, "SIP_PEERNAME", in.endpoint->name.c_str()) == 0;
    if (!good)
        return {500, "Internal Server Error"};
    if (!ast_msg_has_destination(raw))
        return {404, "Not Found"};
    ast_msg_queue(message.release());
    return {202, "Accepted"};
}

}  // namespace res_sip_messaging

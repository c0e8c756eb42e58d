// SPDX-License-Identifier: GPL-2.0-only
/** @file The feature of messages: its hand in the stack, and what it sends. @rfc{3428,4} */
#include "sipcore/messaging.h"

#include <algorithm>
#include <atomic>
#include <format>

#include "messaging/decide.h"
#include "messaging/settings.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "sipcore/log.h"
#include "stack/awaited.h"
#include "stack/directory.h"
#include "stack/exchange.h"
#include "stack/locate.h"
#include "endpoint/contact.h"
#include "endpoint/proxy.h"
#include "endpoint/request_to.h"
#include "stack/domains.h"
#include "stack/respond.h"

namespace sipcore {

namespace messaging {

namespace {

/** There is one feature in a process. */
std::atomic<bool> running{false};

/** Challenges to one message that are answered. */
constexpr unsigned most_answers = 3;
/** Headers of a message that the host is told. */
constexpr std::size_t most_headers = 64;
/** How much of a header's value the host is told. */
constexpr std::size_t longest_value = 1023;

/** All headers of a message. */
std::vector<std::pair<std::string, std::string>> headers_of(const pjsip_msg* msg)
{
    // What PJSIP has no parser for keeps the name that was written. @rfc{3261,20}
    constexpr std::pair<std::string_view, std::string_view> compact[] = {
        {"s", "Subject"}, {"e", "Content-Encoding"}, {"b", "Referred-By"}, {"r", "Refer-To"}, {"o", "Event"}, {"u", "Allow-Events"}};
    auto long_name = [&](std::string_view name) {
        auto at = std::ranges::find_if(compact, [&](const auto& each) {
            return name.size() == 1 && (name[0] | 0x20) == each.first[0];
        });
        return std::string{at == std::end(compact) ? name : at->second};
    };
    std::vector<std::pair<std::string, std::string>> all;
    for (auto* header = msg->hdr.next; header != &msg->hdr && all.size() < most_headers; header = header->next)
        all.emplace_back(long_name(pj::view(header->name)), pj::header_value(header).substr(0, longest_value));
    return all;
}

/** From as the host is told it. */
std::string from_text(const pjsip_fromto_hdr* from)
{
    auto uri = pj::print(static_cast<const pjsip_uri*>(pjsip_uri_get_uri(from->uri)));
    auto* named = reinterpret_cast<const pjsip_name_addr*>(from->uri);
    auto name = PJSIP_URI_SCHEME_IS_SIP(from->uri) || PJSIP_URI_SCHEME_IS_SIPS(from->uri) ? pj::copy(named->display)
                                                                                            : std::string{};
    return std::format("{}<{}>", endpoint::display_text(name), uri);
}

/** The feature. */
class Feature final : public Messages, public stack::RequestHandler {
public:
    /** Over a stack. */
    Feature(stack::Core& core, MessageHandler& handler) : core_{core}, handler_{handler} {}
    ~Feature() override
    {
        claim_.reset();
        core_.strands().wait_for_all();
        running = false;
    }

    /** Claims the method. */
    Outcome<> begin()
    {
        auto claim = core_.methods().claim({"MESSAGE"}, stack::Guests::allowed, *this);
        if (!claim)
            return std::unexpected(claim.error());
        claim_ = std::move(*claim);
        return {};
    }

    std::optional<Error> refuse_early(const pjsip_rx_data& rdata) const override;
    bool needs_proof(const pjsip_rx_data&) const override { return settings_of(*core_.config()).needs_proof; }
    void on_request(stack::IncomingRequest& request) override;
    Result<> send(OutgoingMessage message, std::chrono::milliseconds patience) override;

private:
    /** What the host is told of a message. */
    IncomingMessage read(const stack::IncomingRequest& request, const Settings& settings) const;
    /** A message on its way: what it says, and to whom. */
    struct Outgoing {
        OutgoingMessage message;   ///< as the host gave it
        Destination destination;   ///< taken apart
        EndpointStatus status;     ///< who it is for; a host has no endpoint
        std::string host;          ///< a host that is a name, with its port; empty: an endpoint, or numeric
    };
    /** Where a message goes. @return Error{404} for who has no address */
    Result<EndpointStatus> find(const Destination& destination) const;
    /** Whether a host's name is looked up before the message is sent: it is no endpoint, and no proxy knows it. */
    bool needs_dns(const Destination& destination) const;
    /** Sends it. @return Error{483} where it may go no further */
    Result<> transmit(Outgoing out);
    /** From of a message. */
    void set_from(stack::OutgoingRequest& request, const EndpointStatus& status, const std::string& from) const;

    stack::Core& core_;
    MessageHandler& handler_;
    std::unique_ptr<stack::MethodClaim> claim_;
};

std::optional<Error> Feature::refuse_early(const pjsip_rx_data& rdata) const
{
    if (!is_plain_text(pj::header_text(rdata.msg_info.msg, "Content-Type", "c")))
        return Error{415, "Unsupported Media Type"};
    if (!rdata.msg_info.msg->body && rdata.msg_info.clen && rdata.msg_info.clen->len > 0)
        return Error{500, "Internal Server Error"};
    if (!settings_of(*core_.config()).accepted)
        return Error{405, "Method Not Allowed"};
    if (!pj::sip_uri(rdata.msg_info.msg->line.req.uri))
        return Error{416, "Unsupported URI Scheme"};
    return std::nullopt;
}

IncomingMessage Feature::read(const stack::IncomingRequest& request, const Settings& settings) const
{
    const auto& info = request.rdata->msg_info;
    auto* uri = pj::sip_uri(info.msg->line.req.uri);
    IncomingMessage message;
    if (request.endpoint)
        message.endpoint = request.endpoint->endpoint;
    bool proved = settings.needs_proof || (request.endpoint && !request.endpoint->auth);
    message.context = context_of(*core_.config(), message.endpoint.get(), pj::view(uri->host), proved);
    auto user = pj::view(uri->user);
    message.user = user.empty() ? "s" : core_.config()->global.pedantic ? std::string{user} : pj::written_user(request.rdata);
    message.to = pj::print(info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
    message.from = from_text(info.from);
    auto* contact = static_cast<pjsip_contact_hdr*>(pjsip_msg_find_hdr(info.msg, PJSIP_H_CONTACT, nullptr));
    if (contact && contact->uri)
        message.contact = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri)));
    if (info.msg->body && info.msg->body->data)
        message.body = plain_lines({static_cast<const char*>(info.msg->body->data), info.msg->body->len});
    message.source = request.source;
    message.headers = headers_of(info.msg);
    return message;
}

void Feature::on_request(stack::IncomingRequest& request)
{
    auto settings = settings_of(*core_.config());
    constexpr int forbidden = 403;
    if (!stack::takes_calls(*core_.config(), pj::view(pj::sip_uri(request.rdata->msg_info.msg->line.req.uri)->host)))
        return stack::respond(core_.pj_endpoint(), request.rdata, forbidden, "Forbidden");
    auto answer = handler_.on_message(read(request, settings));
    if (answer.status < 300)
        return stack::respond_once(core_.pj_endpoint(), request.rdata, answer.status, answer.reason);
    stack::ExtraHeaders headers;
    if (answer.status == 503)
        headers.emplace_back("Retry-After", "5");
    stack::respond(core_.pj_endpoint(), request.rdata, answer.status, answer.reason, headers);
}

Result<EndpointStatus> Feature::find(const Destination& destination) const
{
    if (auto status = core_.directory().find(destination.host)) {
        if (!status->address)
            return std::unexpected(Error{404, "Not Found"});
        return *status;
    }
    EndpointStatus host;
    if (auto address = SocketAddress::parse(destination.host, 5060))
        host.address = *address;
    return host;
}

bool Feature::needs_dns(const Destination& destination) const
{
    auto config = core_.config();
    return !core_.directory().find(destination.host) && !SocketAddress::parse(destination.host, 5060) &&
           !endpoint::proxy_of(*config, nullptr);
}

void Feature::set_from(stack::OutgoingRequest& request, const EndpointStatus& status, const std::string& from) const
{
    if (from.empty())
        return;
    From who;
    if (auto sender = core_.directory().find(from)) {
        const auto& endpoint = *sender->endpoint;
        who.name = endpoint.callerid.name.empty() ? endpoint.name : endpoint.callerid.name;
        who.user = endpoint.callerid.number.empty() ? endpoint.name : endpoint.callerid.number;
    } else {
        who = parse_from(from);
    }
    if (status.endpoint && !status.endpoint->from_user.empty())
        who.user = status.endpoint->from_user;
    if (who.user.empty())
        who.user = core_.config()->global.default_from_user;
    if (who.domain.empty() || (status.endpoint && !status.endpoint->from_domain.empty()))
        who.domain = endpoint::host_towards(core_, status);
    request.from = std::format("{}<sip:{}@{}>", endpoint::display_text(who.name), stack::escape_user(who.user), who.domain);
}

Result<> Feature::send(OutgoingMessage message, std::chrono::milliseconds patience)
{
    auto destination = parse_destination(message.to);
    if (!destination)
        return std::unexpected(Error{400, "Bad Request"});
    auto status = find(*destination);
    if (!status)
        return std::unexpected(status.error());
    bool named = !status->endpoint && !status->address;
    Outgoing out{std::move(message), *destination, std::move(*status), named ? destination->host : std::string{}};
    if (!named || !needs_dns(*destination))
        return transmit(std::move(out));
    auto place = endpoint::parse_contact("sip:" + destination->host);
    if (!place)
        return std::unexpected(Error{404, "Not Found"});
    stack::Wanted wanted{place->host, place->port, config::Protocol::udp, core_.config()->global.srv_lookup};
    auto found = stack::find_and_wait(core_.locator(), wanted, patience);
    if (!found || found->empty())
        return std::unexpected(Error{404, "Not Found"});
    out.status.address = found->front();
    return transmit(std::move(out));
}

Result<> Feature::transmit(Outgoing out)
{
    pj::register_thread();
    auto& [message, destination, found, named] = out;
    auto* status = &found;
    const auto& usual = core_.config()->global.default_from_user;
    auto request = endpoint::request_to(core_, *status, "MESSAGE", {usual, usual});
    if (!destination.user.empty() || !status->endpoint) {
        auto port = status->address.port() == 5060 ? std::string{} : std::format(":{}", status->address.port());
        auto host = named.empty() ? status->address.ip().uri_host() + port : named;
        request.target = std::format("sip:{}{}{}", stack::escape_user(destination.user), destination.user.empty() ? "" : "@", host);
        request.to = std::format("<{}>", request.target);
    }
    set_from(request, *status, message.from);
    request.content_type = "text/plain;charset=UTF-8";
    for (auto& [name, value] : message.headers) {
        if (same_name(name, "Request-URI")) {
            request.target = value;
        } else if (same_name(name, "Content-Type")) {
            request.content_type = value;
        } else if (same_name(name, "Max-Forwards")) {
            auto hops = next_hops(value);
            if (!hops)
                return std::unexpected(hops.error());
            request.max_forwards = *hops;
        } else if (!is_reserved(name)) {
            request.headers.emplace_back(name, value);
        }
    }
    request.body = std::move(message.body);
    auto target = request.target;
    stack::exchange(core_, std::move(request), stack::ChallengeAnswer{endpoint::credentials_for(core_, status->endpoint.get())},
                    most_answers, [target](const stack::Reply& reply) {
                        if (reply.status >= 300)
                            log::notice("MESSAGE to '{}' was not taken: {} {}", log::printable(target), reply.status,
                                        log::printable(reply.reason));
                    });
    return {};
}

}  // namespace

}  // namespace messaging

Outcome<std::unique_ptr<Messages>> Messages::create(Stack& stack, MessageHandler& handler)
{
    if (messaging::running.exchange(true))
        return std::unexpected(Failure{"messages are served already"});
    auto feature = std::make_unique<messaging::Feature>(stack.core(), handler);
    if (auto begun = feature->begin(); !begun)
        return std::unexpected(begun.error());
    return feature;
}

}  // namespace sipcore

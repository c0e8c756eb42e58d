// SPDX-License-Identifier: GPL-2.0-only
/** @file The feature of calls: its hand in the stack, and PJSIP's events on their way to the calls' strands. */
#include <algorithm>
#include <array>
#include <format>

#include "stack/directory.h"
#include "pj/dialog_lock.h"
#include "pj/invite_usage.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/follow.h"
#include "session/headers.h"
#include "session/invite_rules.h"
#include "session/late_request.h"
#include "session/let_go.h"
#include "session/live_calls.h"
#include "session/parallel_call.h"
#include "sipcore/session.h"
#include "stack/overload.h"
#include "stack/core.h"
#include "endpoint/destination.h"
#include "endpoint/proxy.h"
#include "stack/reception.h"
#include "stack/respond.h"

namespace sipcore {

namespace session {

namespace {

/** How long the end of all calls may take when the feature goes. */
constexpr std::chrono::seconds farewell{5};

/** The call of a session of PJSIP's; null once it was let go. */
CallSession* call_of(pjsip_inv_session* inv)
{
    return static_cast<CallSession*>(inv->mod_data[pj::invite_usage_id()]);
}

/** Runs a step on a call's strand, later, while it lives. */
template <class F>
void post(CallSession& call, F&& step)
{
    call.strand().post(call.log_call(), [weak = call.weak_from_this(), step = std::forward<F>(step)]() mutable {
        if (auto self = weak.lock())
            step(*self);
    });
}

/** The session description that was taken out of the message under way. */
std::optional<std::string> description_of_message()
{
    auto* reception = stack::Reception::current();
    return reception ? reception->sdp : std::nullopt;
}

/** Tells a call of a response to an INVITE of ours, or of its absence. */
void post_response(CallSession& call, const pjsip_transaction* transaction, const pjsip_event* event, bool initial)
{
    bool received = event->body.tsx_state.type == PJSIP_EVENT_RX_MSG;
    bool failed = !received && transaction->status_code >= 300;
    if (transaction->role != PJSIP_ROLE_UAC || transaction->method.id != PJSIP_INVITE_METHOD || !(received || failed) ||
        transaction->state < PJSIP_TSX_STATE_PROCEEDING || transaction->state > PJSIP_TSX_STATE_TERMINATED)
        return;
    post(call, [status = transaction->status_code, reason = pj::copy(transaction->status_text), sdp = description_of_message(),
                headers = received ? read_telling_headers(event->body.tsx_state.src.rdata->msg_info.msg) : std::vector<Header>{},
                initial](CallSession& self) mutable {
        self.note_response(status, std::move(reason), std::move(sdp), std::move(headers), initial);
    });
}

/** Tells a call of the final response to an UPDATE of ours, or of its absence. */
void post_update_response(CallSession& call, const pjsip_transaction* transaction, const pjsip_event* event)
{
    bool received = event->body.tsx_state.type == PJSIP_EVENT_RX_MSG;
    if (transaction->status_code < 200 || (received ? transaction->state != PJSIP_TSX_STATE_COMPLETED : transaction->state != PJSIP_TSX_STATE_TERMINATED))
        return;
    post(call, [cseq = static_cast<int>(transaction->cseq), result = Error{transaction->status_code, pj::copy(transaction->status_text)},
                sdp = received ? description_of_message() : std::nullopt,
                headers = received ? read_telling_headers(event->body.tsx_state.src.rdata->msg_info.msg) : std::vector<Header>{}](
                   CallSession& self) mutable { self.note_update_response(cseq, std::move(result), std::move(sdp), headers); });
}

/** Whether a server transaction is done but for repetitions: CANCEL is answered, or a refusal is acknowledged. */
bool is_spent(const pjsip_transaction& transaction)
{
    bool acknowledged = transaction.method.id == PJSIP_INVITE_METHOD && transaction.state == PJSIP_TSX_STATE_CONFIRMED &&
                        transaction.status_code >= 300;
    return acknowledged || (transaction.method.id == PJSIP_CANCEL_METHOD && transaction.state == PJSIP_TSX_STATE_COMPLETED);
}

/** The body of a request. */
Body body_of(const pjsip_rx_data* rdata)
{
    Body body;
    if (auto* from = rdata->msg_info.msg->body; from && from->data) {
        body.content_type = std::format("{}/{}", pj::view(from->content_type.type), pj::view(from->content_type.subtype));
        body.text.assign(static_cast<const char*>(from->data), from->len);
    }
    return body;
}

/** PRACK for a reliable response of ours: PJSIP answers it, unless its session is too far for that, or it offers what is settled
 *  already. @rfc{3262,5} */
void take_prack(CallSession& call, pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_rx_data* rdata)
{
    auto sdp = description_of_message();
    if (sdp && !call.begun().late_offer)
        return PendingAnswer{inv->dlg, transaction, rdata}.send(PJSIP_SC_NOT_ACCEPTABLE_HERE);
    if (inv->state == PJSIP_INV_STATE_CONNECTING)
        PendingAnswer{inv->dlg, transaction, rdata}.send(PJSIP_SC_OK);
    post(call, [sdp](CallSession& self) { self.note_prack(sdp); });
}

/** What ended a session, as far as PJSIP's event tells. */
Termination read_end(pjsip_inv_session* inv, const pjsip_event* event)
{
    Termination end;
    end.status = inv->cause;
    end.reason = pj::copy(inv->cause_text);
    if (event->type != PJSIP_EVENT_TSX_STATE) {
        end.by = Termination::By::us;
        return end;
    }
    const auto& state = event->body.tsx_state;
    if (state.type == PJSIP_EVENT_TIMER) {
        end.by = Termination::By::timeout;
    } else if (state.type == PJSIP_EVENT_TRANSPORT_ERROR) {
        end.by = Termination::By::failure;
    } else if (state.type == PJSIP_EVENT_RX_MSG) {
        end.by = Termination::By::peer;
        end.headers = read_headers(state.src.rdata->msg_info.msg);
        end.q850_cause = q850_cause(end.headers);
        end.cancelled = state.tsx->method.id == PJSIP_CANCEL_METHOD;
    } else {
        bool cancelled = inv->role == PJSIP_ROLE_UAS && inv->cause == 487;
        end.by = cancelled ? Termination::By::peer : Termination::By::us;
        end.cancelled = cancelled;
    }
    return end;
}

}  // namespace

/** Calls of one stack. */
class CallsFeature final : public Calls, public stack::RequestHandler, public pj::InviteEvents {
public:
    /** For a stack, with who takes incoming calls. */
    CallsFeature(stack::Core& core, CallHandler& handler, CallTimes times) : core_{core}, handler_{handler}, times_{times} {}
    ~CallsFeature() override
    {
        auto standing = live_->close();
        claim_.reset();
        for (auto& call : standing)
            call->hang_up({503, "Service Unavailable", {}});
        standing.clear();
        live_->wait_until_empty(farewell);
        for (auto& call : live_->all())
            call->strand().run_and_wait([&] { call->note_end({Termination::By::us, false, 503, "gone", {}, {}}); });
        pj::set_invite_events(nullptr);
        core_.strands().wait_for_all();
        core_.overload().forget_host();
    }

    /** Claims the methods of calls. */
    Outcome<> begin()
    {
        auto claim = core_.methods().claim({"INVITE", "ACK", "CANCEL", "BYE", "REFER", "INFO", "UPDATE"}, stack::Guests::allowed, *this);
        if (!claim)
            return std::unexpected(claim.error());
        claim_ = std::move(*claim);
        pj::set_invite_events(this);
        return {};
    }

    Result<CallTarget> target(const std::string& endpoint, const std::string& host, std::uint16_t port) override;
    Result<std::shared_ptr<Session>> invite(OutgoingCall call, std::shared_ptr<SessionListener> listener) override;
    IpAddress local_address_to(const SocketAddress& remote, config::Protocol protocol) const override
    {
        return core_.local_address_to(remote, protocol).ip();
    }
    std::vector<std::shared_ptr<const SessionSnapshot>> snapshot() const override
    {
        std::vector<std::shared_ptr<const SessionSnapshot>> all;
        for (const auto& call : live_->all())
            all.push_back(call->snapshot());
        return all;
    }

    void on_request(stack::IncomingRequest& request) override;
    void on_state(pjsip_inv_session* inv, pjsip_event* event) override;
    void on_transaction(pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_event* event) override;
    void on_success(pjsip_inv_session* inv, pjsip_rx_data* rdata) override;
    void on_reinvite(pjsip_inv_session* inv, pjsip_rx_data* rdata) override;
    bool on_request(pjsip_inv_session* inv, pjsip_rx_data* rdata) override;

private:
    /** Where one contact of an endpoint would be called. */
    Result<CallTarget> target_of(const EndpointStatus& status);
    /** A target with our address towards it; Error{480} when nothing of ours reaches it. */
    Result<CallTarget> reached(CallTarget target);
    /** Calls one contact, or a host. */
    Result<std::shared_ptr<Session>> invite_one(OutgoingCall call, std::shared_ptr<SessionListener> listener,
                                                std::optional<EndpointStatus> status);
    /** Our address as who sent a request is told: the one that it was sent to, where no other is configured. */
    IpAddress our_address(const stack::IncomingRequest& request) const;
    /** What the module is told about an INVITE. */
    IncomingCall describe(const stack::IncomingRequest& request, std::optional<sdp::Description> offer) const;

    stack::Core& core_;
    CallHandler& handler_;
    CallTimes times_;
    std::shared_ptr<LiveCalls> live_ = std::make_shared<LiveCalls>();
    std::unique_ptr<stack::MethodClaim> claim_;
};

namespace {

/** The address that a contact's URI names; none when it names no address. */
IpAddress contact_host(std::string_view uri)
{
    uri.remove_prefix(std::min(uri.find(':') + 1, uri.size()));
    if (auto at = uri.find('@'); at != std::string_view::npos)
        uri.remove_prefix(at + 1);
    auto address = SocketAddress::parse(uri.substr(0, uri.find_first_of(";?>")), 5060);
    return address ? address->ip() : IpAddress{};
}

/** An endpoint once for each of its contacts. */
std::vector<EndpointStatus> contacts_of(const EndpointStatus& status)
{
    std::vector<EndpointStatus> contacts{status};
    contacts.front().more.clear();
    for (const auto& binding : status.more) {
        contacts.push_back(contacts.front());
        contacts.back().binding = binding;
        contacts.back().address = binding.address;
    }
    return contacts;
}

/** A Call-ID that nobody can guess and nobody else has. */
std::string make_call_id(const IpAddress& local)
{
    std::array<char, 33> digits{};
    pj_create_random_string(digits.data(), 32);
    return std::format("{}@{}", std::string_view{digits.data(), 32}, local.uri_host());
}

}  // namespace

Result<CallTarget> CallsFeature::target_of(const EndpointStatus& status)
{
    bool silent = status.reachability == Reachability::lagged || status.reachability == Reachability::unreachable;
    if (!status.address || silent)
        return std::unexpected(Error{480, "Temporarily Unavailable"});
    CallTarget target;
    target.endpoint = status.endpoint;
    auto to = endpoint::destination_of(core_, status);
    target.remote = to.address;
    target.protocol = to.protocol;
    target.name = to.host;
    target.proxied = to.proxied != endpoint::Proxied::no;
    target.behind_nat = status.binding && contact_host(status.binding->contact) != status.address.ip();
    return reached(std::move(target));
}

Result<CallTarget> CallsFeature::target(const std::string& endpoint, const std::string& host, std::uint16_t port)
{
    if (!endpoint.empty()) {
        auto status = core_.directory().find(endpoint);
        return status ? target_of(*status) : std::unexpected(Error{404, "Not Found"});
    }
    CallTarget target;
    if (auto proxy = endpoint::by_proxy(core_, nullptr)) {
        target.remote = proxy->address;
        target.protocol = proxy->protocol;
        target.name = proxy->host;
        target.proxied = true;
        return reached(std::move(target));
    }
    auto ip = IpAddress::parse(host);
    if (!ip)
        return std::unexpected(Error{404, "Not Found"});
    target.remote = {*ip, port ? port : std::uint16_t{5060}};
    return reached(std::move(target));
}

Result<CallTarget> CallsFeature::reached(CallTarget target)
{
    if (!target.remote)
        return std::unexpected(Error{480, "no address"});
    target.local_address = core_.local_address_to(target.remote, target.protocol).ip();
    if (!core_.reaches(target.remote, target.protocol))
        return std::unexpected(Error{480, "no transport"});
    return target;
}

Result<std::shared_ptr<Session>> CallsFeature::invite(OutgoingCall call, std::shared_ptr<SessionListener> listener)
{
    std::optional<EndpointStatus> status;
    if (!call.endpoint.empty())
        status = core_.directory().find(call.endpoint);
    auto contacts = status && !call.via ? contacts_of(*status) : std::vector<EndpointStatus>{};
    if (contacts.size() < 2)
        return invite_one(std::move(call), std::move(listener), std::move(status));
    return ParallelCall::begin(std::move(listener), contacts, [&](const EndpointStatus& contact, std::shared_ptr<SessionListener> leg) {
        return invite_one(call, std::move(leg), contact);
    });
}

Result<std::shared_ptr<Session>> CallsFeature::invite_one(OutgoingCall call, std::shared_ptr<SessionListener> listener,
                                                          std::optional<EndpointStatus> status)
{
    bool named = call.endpoint.empty() && call.via;     // the host may be a name: where it is sent is known
    auto where = named ? Result<CallTarget>{CallTarget{}}
                 : status ? target_of(*status) : target(call.endpoint, call.host, call.port);
    if (!where)
        return std::unexpected(where.error());
    const auto* proxy = endpoint::proxy_of(*core_.config(), where->endpoint.get());
    auto proxied = !where->proxied ? endpoint::Proxied::no : proxy && proxy->force ? endpoint::Proxied::always : endpoint::Proxied::first;
    if (call.via) {
        where->remote = call.via;
        where->protocol = call.via_protocol;
        where->name = call.via_name;
        where->local_address = core_.local_address_to(call.via, where->protocol).ip();
        proxied = call.via_always ? endpoint::Proxied::always : endpoint::Proxied::first;
        if (!where->name.empty())
            core_.pin(where->name, call.via);
    }
    bool pinned = proxied == endpoint::Proxied::no && status && status->binding;
    Beginning beginning{core_, live_, {}, where->endpoint, status ? status->auth : nullptr,
                        where->remote, where->local_address, pinned, false, where->protocol, where->name, times_};
    beginning.proxied = proxied;
    if (status && status->binding && !call.via)
        beginning.route = status->binding->path;
    if (call.auth)
        beginning.auth = call.auth;
    beginning.call_id = make_call_id(where->local_address);
    if (!call.auth && where->endpoint && !where->endpoint->outbound_auth.empty()) {
        auto config = core_.config();
        auto at = std::ranges::find(config->auths, where->endpoint->outbound_auth, &config::Auth::name);
        if (at != config->auths.end())
            beginning.auth = std::make_shared<const config::Auth>(*at);
    }
    auto session = std::make_shared<CallSession>(std::move(beginning));
    session->set_listener(std::move(listener));
    session->set_log_call(call.log_call);
    if (!live_->add(session))
        return std::unexpected(Error{503, "Service Unavailable"});
    session->strand().post(call.log_call, [session, call = std::move(call), status = std::move(status)]() mutable {
        session->invite(std::move(call), status ? &*status : nullptr);
    });
    return session;
}

IpAddress CallsFeature::our_address(const stack::IncomingRequest& request) const
{
    auto told = core_.local_address_to(request.source, request.protocol).ip();
    return core_.is_external(told) || request.local_address.is_unspecified() ? told : request.local_address;
}

IncomingCall CallsFeature::describe(const stack::IncomingRequest& request, std::optional<sdp::Description> offer) const
{
    const auto& rdata = *request.rdata;
    auto* written = rdata.msg_info.msg->line.req.uri;
    IncomingCall call;
    if (request.endpoint)
        call.endpoint = request.endpoint->endpoint;
    auto user = uri_user(written);
    call.raw_user = pj::sip_uri(written) ? pj::written_user(&rdata) : user;
    call.user = core_.config()->global.pedantic ? user : call.raw_user;
    if (auto* uri = pj::sip_uri(written))
        call.domain = pj::copy(uri->host);
    call.phone_context = phone_context(written);
    call.request_uri = pj::print(rdata.msg_info.msg->line.req.uri, PJSIP_URI_IN_REQ_URI);
    call.from = read_party(rdata.msg_info.from);
    if (auto* contact = static_cast<pjsip_contact_hdr*>(pjsip_msg_find_hdr(rdata.msg_info.msg, PJSIP_H_CONTACT, nullptr));
        contact && contact->uri)
        call.contact_uri = pj::print(static_cast<pjsip_uri*>(pjsip_uri_get_uri(contact->uri)));
    call.user_agent = pj::header_text(rdata.msg_info.msg, "User-Agent");
    call.source = request.source;
    call.local_address = our_address(request);
    call.behind_nat = is_behind_nat(request);
    call.offer = std::move(offer);
    return call;
}

void CallsFeature::on_request(stack::IncomingRequest& request)
{
    auto* rdata = request.rdata;
    auto refuse = [&](int status, std::string_view reason, const stack::ExtraHeaders& headers = {}) {
        stack::respond(core_.pj_endpoint(), rdata, status, reason, headers);
    };
    if (pj::view(rdata->msg_info.msg->line.req.method.name) == "REFER")
        return refuse(603, "Declined (No dialog)");
    if (rdata->msg_info.msg->line.req.method.id != PJSIP_INVITE_METHOD)
        return refuse(481, "Call/Transaction Does Not Exist");
    if (auto names = unsupported_of(rdata); !names.empty())
        return refuse(420, "Bad extension (unsupported)", {{"Unsupported", names}});
    if (!is_callable(rdata->msg_info.msg->line.req.uri) || !is_known(rdata->msg_info.from->uri) ||
        !is_known(rdata->msg_info.to->uri))
        return refuse(416, "Unsupported URI scheme");
    if (is_our_own(rdata) || pjsip_tsx_detect_merged_requests(rdata))
        return refuse(482, "Loop Detected");
    if (!pjsip_msg_find_hdr(rdata->msg_info.msg, PJSIP_H_CONTACT, nullptr))
        return refuse(400, "Missing Contact");
    std::optional<sdp::Description> offer;
    if (auto text = description_of_message()) {
        auto parsed = sdp::parse(*text);
        if (!parsed)
            return refuse(488, "Not acceptable here");
        offer = std::move(*parsed);
    } else if (rdata->msg_info.msg->body) {
        return refuse(415, "Unsupported Media type", {{"Accept", "application/sdp"}});
    }
    auto local = our_address(request);
    request.local_address = local;
    auto endpoint = request.endpoint ? request.endpoint->endpoint : nullptr;
    auto config = core_.config();
    const auto& settings = endpoint ? *endpoint : config->guest;
    auto headers = read_headers(rdata->msg_info.msg);
    auto reliable = reliability_of(headers, settings);
    if (!reliable)
        return refuse(reliable.error().status, reliable.error().reason,
                      {{reliable.error().status == 420 ? "Unsupported" : "Require", "100rel"}});
    auto timer_words = read_timer(headers);
    if (!timer_words)
        return refuse(timer_words.error().status, timer_words.error().reason);
    auto timer = answer_timer(timer_rules(settings), *timer_words, std::nullopt);
    if (!timer) {
        stack::ExtraHeaders more;
        for (const auto& [name, value] : timer.error().headers)
            more.emplace_back(name, value);
        return refuse(timer.error().status, timer.error().reason, more);
    }
    auto mode = endpoint ? endpoint->force_rport : config::NatMode::automatic;
    bool pinned = mode == config::NatMode::on || (mode == config::NatMode::automatic && is_behind_nat(request));
    Beginning beginning{core_, live_, pj::copy(rdata->msg_info.cid->id), endpoint, nullptr,
                        request.source, local, pinned, true, request.protocol, {}, times_};
    beginning.late_offer = !offer;
    auto session = std::make_shared<CallSession>(std::move(beginning));
    if (!live_->add(session))
        return refuse(503, "");
    if (!session->take(rdata, std::move(*timer), *reliable)) {
        live_->remove(*session);
        return refuse(500, "");
    }
    post(*session, [this, call = describe(request, std::move(offer))](CallSession& self) {
        handler_.on_invite(self.shared_from_this(), call);
    });
}

void CallsFeature::on_state(pjsip_inv_session* inv, pjsip_event* event)
{
    auto* call = call_of(inv);
    if (!call || inv->state != PJSIP_INV_STATE_DISCONNECTED)
        return;
    // The response that ends a call is told before its end.
    if (event->type == PJSIP_EVENT_TSX_STATE)
        post_response(*call, event->body.tsx_state.tsx, event, true);
    auto transaction = event->type == PJSIP_EVENT_TSX_STATE ? pj::copy(event->body.tsx_state.tsx->transaction_key) : std::string{};
    post(*call, [end = read_end(inv, event), transaction](CallSession& self) { self.note_end(end, transaction); });
}

void CallsFeature::on_transaction(pjsip_inv_session* inv, pjsip_transaction* transaction, pjsip_event* event)
{
    if (transaction->role == PJSIP_ROLE_UAS && is_spent(*transaction)) {
        core_.strands().of(pj::copy(inv->dlg->call_id->id)).post([&core = core_, key = pj::copy(transaction->transaction_key)] { let_go(core, key); });
        return;
    }
    auto* call = call_of(inv);
    if (event->type != PJSIP_EVENT_TSX_STATE)
        return;
    bool received = event->body.tsx_state.type == PJSIP_EVENT_RX_MSG;
    bool asked = transaction->role == PJSIP_ROLE_UAS && received && transaction->state == PJSIP_TSX_STATE_TRYING;
    if (asked && inv->state == PJSIP_INV_STATE_DISCONNECTED)
        return answer_late(inv->dlg, transaction, event->body.tsx_state.src.rdata);
    if (!call)
        return;
    auto method = pj::view(transaction->method.name);
    if (transaction->role == PJSIP_ROLE_UAC) {
        if (method == "REFER" && transaction->state == PJSIP_TSX_STATE_COMPLETED)
            post(*call, [status = transaction->status_code](CallSession& self) { self.note_refer_response(status); });
        else if (method == "REFER" && transaction->state == PJSIP_TSX_STATE_TERMINATED && !received)
            post(*call, [](CallSession& self) { self.note_refer_response(408); });
        if (method == "UPDATE")
            post_update_response(*call, transaction, event);
        if (inv->state != PJSIP_INV_STATE_DISCONNECTED)
            post_response(*call, transaction, event, inv->state < PJSIP_INV_STATE_CONNECTING);
        return;
    }
    if (!asked)
        return;
    auto* rdata = event->body.tsx_state.src.rdata;
    if (method != "INVITE" && method != "BYE" && method != "CANCEL")
        post(*call, [key = pj::copy(transaction->transaction_key)](CallSession& self) mutable { self.note_transaction(std::move(key)); });
    if (method == "REFER") {
        post(*call, [request = ReferRequest{static_cast<unsigned>(rdata->msg_info.cseq->cseq), read_headers(rdata->msg_info.msg)},
                     answer = PendingAnswer{inv->dlg, transaction, rdata}](CallSession& self) mutable {
            self.note_refer(request, std::move(answer));
        });
    } else if (method == "NOTIFY") {
        post(*call, [body = body_of(rdata), headers = read_telling_headers(rdata->msg_info.msg),
                     answer = PendingAnswer{inv->dlg, transaction, rdata}](CallSession& self) mutable {
            self.note_notify(body, headers, std::move(answer));
        });
    } else if (method == "PRACK" && (inv->options & PJSIP_INV_REQUIRE_100REL)) {
        take_prack(*call, inv, transaction, rdata);
    } else if (method == "INFO") {
        post(*call, [body = body_of(rdata), headers = read_headers(rdata->msg_info.msg),
                     answer = PendingAnswer{inv->dlg, transaction, rdata}](CallSession& self) mutable {
            self.note_info(std::move(body), std::move(headers), std::move(answer));
        });
    } else if (method == "MESSAGE") {
        post(*call, [body = body_of(rdata), answer = PendingAnswer{inv->dlg, transaction, rdata}](CallSession& self) mutable {
            self.note_message(body, std::move(answer));
        });
    } else if (method == "SUBSCRIBE") {
        PendingAnswer{inv->dlg, transaction, rdata}.send(403, "Forbidden (within dialog)");
    } else if (method == "OPTIONS") {
        PendingAnswer answer{inv->dlg, transaction, rdata};
        answer.state_abilities(core_.methods().names());
        answer.send(200);
    } else if (method == "CANCEL") {
        post(*call, [headers = read_telling_headers(rdata->msg_info.msg)](CallSession& self) mutable {
            self.note_cancel(std::move(headers));
        });
    } else if (method != "INVITE" && method != "BYE" && method != "ACK") {
        PendingAnswer{inv->dlg, transaction, rdata}.send(method == "PRACK" ? 501 : 405);
    }
}

void CallsFeature::on_success(pjsip_inv_session* inv, pjsip_rx_data* rdata)
{
    if (auto* call = call_of(inv)) {
        post(*call, [cseq = static_cast<int>(rdata->msg_info.cseq->cseq), sdp = description_of_message(),
                     headers = read_telling_headers(rdata->msg_info.msg)](CallSession& self) mutable {
            self.note_success(cseq, std::move(sdp), std::move(headers));
        });
    }
}

void CallsFeature::on_reinvite(pjsip_inv_session* inv, pjsip_rx_data* rdata)
{
    auto* call = call_of(inv);
    pjsip_tx_data* trying = nullptr;
    if (pjsip_inv_initial_answer(inv, rdata, 100, nullptr, nullptr, &trying) == PJ_SUCCESS)
        pjsip_inv_send_msg(inv, trying);
    if (call)
        post(*call, [sdp = description_of_message(), headers = read_headers(rdata->msg_info.msg)](CallSession& self) mutable {
            self.note_reinvite(std::move(sdp), std::move(headers));
        });
}

bool CallsFeature::on_request(pjsip_inv_session* inv, pjsip_rx_data* rdata)
{
    if (auto* reception = stack::Reception::current())
        follow_source(inv->dlg, reception->source, reception->protocol);
    auto* call = call_of(inv);
    const auto& method = rdata->msg_info.msg->line.req.method;
    if (!call)
        return inv->state == PJSIP_INV_STATE_DISCONNECTED && method.id != PJSIP_ACK_METHOD;     // its transaction answers it
    if (method.id == PJSIP_ACK_METHOD) {
        post(*call, [sdp = description_of_message()](CallSession& self) { self.note_ack(sdp); });
        return false;
    }
    if (pj::view(method.name) == "UPDATE") {
        post(*call, [sdp = description_of_message(), headers = read_headers(rdata->msg_info.msg),
                     answer = PendingAnswer::hidden(inv->dlg, rdata)](CallSession& self) mutable {
            self.note_update(std::move(sdp), headers, std::move(answer));
        });
        return true;
    }
    return method.id != PJSIP_INVITE_METHOD && method.id != PJSIP_BYE_METHOD && method.id != PJSIP_CANCEL_METHOD;
}

}  // namespace session

Outcome<std::unique_ptr<Calls>> Calls::create(Stack& stack, CallHandler& handler, CallTimes times)
{
    auto feature = std::make_unique<session::CallsFeature>(stack.core(), handler, times);
    if (auto begun = feature->begin(); !begun)
        return std::unexpected(begun.error());
    return feature;
}

}  // namespace sipcore

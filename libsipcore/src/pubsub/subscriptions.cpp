// SPDX-License-Identifier: GPL-2.0-only
/** @file The feature of subscriptions: its hand in the stack, and who is told of what. */
#include "sipcore/pubsub.h"
#include "sipcore/watched.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <format>

#include "pj/runtime.h"
#include "pj/text.h"
#include "pubsub/accept.h"
#include "pubsub/completion_desk.h"
#include "pubsub/mailbox_account.h"
#include "pubsub/order.h"
#include "pubsub/remote_mailbox.h"
#include "pubsub/table.h"
#include "sipcore/log.h"
#include "stack/directory.h"
#include "stack/locate.h"
#include "stack/reception.h"
#include "endpoint/request_to.h"
#include "stack/respond.h"

namespace sipcore {

namespace pubsub {

namespace {

/** There is one feature in a process. */
std::atomic<bool> running{false};

/** Event packages that we know, as Allow-Events says them. */
constexpr std::string_view packages = "presence, dialog, message-summary, call-completion";

/** What subscriptions share, while the feature lives. */
class Shared final : public Commons {
public:
    /** Over a stack and the host's sources. */
    Shared(stack::Core& core, StateSource& states, MailboxSource& mailboxes)
        : core_{core}, source_{mailboxes}, extensions_{states}, mailboxes_{mailboxes}
    {
    }
    /** Where reports of mailboxes elsewhere go. */
    MailboxSource& source() { return source_; }
    stack::Core& core() override { return core_; }
    WatchedExtensions& extensions() override { return extensions_; }
    MailboxBoard& mailboxes() override { return mailboxes_; }
    void forget(const Subscription& subscription) override { table.remove(subscription); }

    SubscriptionTable table;  ///< those there are

private:
    stack::Core& core_;
    MailboxSource& source_;
    WatchedExtensions extensions_;
    MailboxBoard mailboxes_;
};

/** The feature. */
class Feature final : public Subscriptions,
                      public stack::RequestHandler,
                      public stack::ConfigListener,
                      public sipcore::WatchedExtensions,
                      public EndpointObserver {
public:
    /** Over a stack and the host's sources. */
    Feature(stack::Core& core, StateSource& states, MailboxSource& mailboxes)
        : core_{core}, shared_{std::make_shared<Shared>(core, states, mailboxes)}
    {
    }
    ~Feature() override
    {
        set_watched_extensions(nullptr);
        set_call_completion(nullptr);
        claim_.reset();
        completion_->close();
        core_.config_listeners().remove(*this);
        core_.endpoint_listeners().remove(*this);
        for (auto& [name, account] : accounts())
            account->end();
        for (auto& each : remote())
            each->leave();
        for (auto& subscription : shared_->table.all())
            subscription->begun().strand.run_and_wait([&] { subscription->drop(); });
        core_.strands().wait_for_all();
        shared_.reset();
        running = false;
    }

    /** Claims the methods, and looks at the configuration. */
    Outcome<> begin()
    {
        auto claim = core_.methods().claim({"SUBSCRIBE", "NOTIFY", "PUBLISH"}, stack::Guests::allowed, *this);
        if (!claim)
            return std::unexpected(claim.error());
        claim_ = std::move(*claim);
        core_.config_listeners().add(*this);
        core_.endpoint_listeners().add(*this);
        follow(*core_.config());
        return {};
    }

    void on_state(WatchId watch, const HintState& state) override { shared_->extensions().on_state(watch, state); }
    void on_hint_gone(WatchId watch) override { shared_->extensions().on_hint_gone(watch); }
    void on_mailbox(const std::string& mailbox, const MessageCounts& counts) override
    {
        shared_->mailboxes().on_mailbox(mailbox, counts);
    }
    std::optional<WatchedExtension> watched(std::string_view call_id) const override
    {
        for (auto& each : snapshot())
            if (each.call_id == call_id && !each.extension.empty())
                return WatchedExtension{std::move(each.context), std::move(each.extension)};
        return std::nullopt;
    }

    std::vector<SubscriptionStatus> snapshot() const override
    {
        std::vector<SubscriptionStatus> all;
        for (const auto& subscription : shared_->table.all())
            all.push_back(subscription->status());
        for (const auto& each : remote())
            if (auto status = each->status())
                all.push_back(std::move(*status));
        return all;
    }
    std::vector<RemoteMailboxStatus> remote_mailboxes() const override
    {
        std::vector<RemoteMailboxStatus> all;
        for (const auto& each : remote())
            all.push_back({each->subscription(), each->subscribed()});
        return all;
    }
    void restart_remote() override
    {
        core_.note_network_change();
        if (!core_.config()->global.registration_retry.on_network_change)
            return;
        for (const auto& each : remote())
            each->start(std::chrono::seconds{1});
    }
    Result<> notify(NotifyOrder order) override;

    bool owns_dialog(const pjsip_rx_data& rdata) const override
    {
        auto call_id = pj::view(rdata.msg_info.cid->id);
        auto tag = pj::view(rdata.msg_info.to->tag);
        if (is_notify(rdata))
            return remote_of(call_id, tag) || completion_->request_of(call_id, tag);
        auto found = shared_->table.find(call_id, pj::view(rdata.msg_info.from->tag));
        return found && found->our_tag() == tag;
    }
    // Reports come from servers that prove nothing; they are known by their address, or by a dialog that nobody can guess.
    bool needs_proof(const pjsip_rx_data& rdata) const override { return !is_notify(rdata); }
    std::optional<Error> refuse_early(const pjsip_rx_data& rdata) const override
    {
        if (!is_method(rdata, "PUBLISH") || is_completion(event_name(pj::header_text(rdata.msg_info.msg, "Event", "o"))))
            return std::nullopt;
        return Error{489, "Bad Event"};
    }
    void on_request(stack::IncomingRequest& request) override;
    /** Call completion, for its host. */
    const std::shared_ptr<CompletionDesk>& completion() const { return completion_; }

    void on_config(const config::Config&, const config::Config& after) override { follow(after); }
    void on_registered(const EndpointStatus& status) override;
    void on_unregistered(const EndpointStatus&) override {}
    void on_reachability(const EndpointStatus&) override {}

private:
    /** By the names of their endpoints. */
    using Accounts = std::unordered_map<std::string, std::shared_ptr<MailboxAccount>>;

    /** Endpoints with mailboxes. */
    Accounts accounts() const
    {
        std::lock_guard lock{accounts_mutex_};
        return accounts_;
    }
    /** The one of an endpoint, null without one. */
    std::shared_ptr<MailboxAccount> account(const std::string& endpoint) const
    {
        std::lock_guard lock{accounts_mutex_};
        auto at = accounts_.find(endpoint);
        return at == accounts_.end() ? nullptr : at->second;
    }
    /** Makes what a configuration wants. */
    void follow(const config::Config& config);
    /** The same for mailboxes elsewhere. */
    void follow_remote(const config::Config& config);
    /** Our subscriptions to mailboxes elsewhere. */
    std::vector<std::shared_ptr<RemoteMailbox>> remote() const
    {
        std::lock_guard lock{accounts_mutex_};
        return remote_;
    }
    /** The one of a dialog; null without one. */
    std::shared_ptr<RemoteMailbox> remote_of(std::string_view call_id, std::string_view our_tag) const
    {
        std::lock_guard lock{accounts_mutex_};
        auto at = std::ranges::find_if(remote_, [&](const auto& each) { return each->owns(call_id, our_tag); });
        return at == remote_.end() ? nullptr : *at;
    }
    /** Whether a request has a method. */
    static bool is_method(const pjsip_rx_data& rdata, std::string_view method)
    {
        return pj::view(rdata.msg_info.msg->line.req.method.name) == method;
    }
    /** Whether a request is NOTIFY. */
    static bool is_notify(const pjsip_rx_data& rdata) { return is_method(rdata, "NOTIFY"); }
    /** Whether an event package is that of call completion, in any case as PUBLISH may have it. */
    static bool is_completion(std::string_view event)
    {
        auto ours = pj::borrow(package_of(Format::call_completion));
        auto theirs = pj::borrow(event);
        return pj_stricmp(&ours, &theirs) == 0;
    }
    /** Answers NOTIFY. */
    void on_notify(const stack::IncomingRequest& request);
    /** Answers. */
    void respond(const stack::IncomingRequest& request, int status, std::string_view reason, stack::ExtraHeaders headers = {})
    {
        stack::respond(core_.pj_endpoint(), request.rdata, status, reason, headers);
    }
    /** Refuses, with what the status wants beside it. */
    void refuse(const stack::IncomingRequest& request, const Error& error, const Settings& settings);
    /** 200, with our tag, Contact and lifetime. */
    void accept(const stack::IncomingRequest& request, const Subscription& subscription, std::chrono::seconds lifetime)
    {
        pubsub::accept(core_, request, subscription, lifetime);
    }
    /** A SUBSCRIBE for an extension or mailboxes: what is to be begun. */
    Result<Subscription::Beginning> examine(const stack::IncomingRequest& request, const SubscribeRequest& asked) const;
    /** The same for an extension. */
    Result<Subscription::Beginning> examine_hint(Subscription::Beginning beginning, const SubscribeRequest& asked) const;
    /** The same for mailboxes. */
    Result<Subscription::Beginning> examine_mailboxes(Subscription::Beginning beginning, const SubscribeRequest& asked) const;
    /** A SUBSCRIBE in the dialog of a subscription. */
    Result<> refresh(const stack::IncomingRequest& request, const SubscribeRequest& asked, Subscription& subscription,
                     const Settings& settings);
    /** A first SUBSCRIBE for call completion: the host is asked, and answers later. */
    Result<> subscribe_to_completion(const stack::IncomingRequest& request, const SubscribeRequest& asked,
                                     const Settings& settings);
    /** A first SUBSCRIBE. */
    Result<> subscribe(const stack::IncomingRequest& request, const SubscribeRequest& asked, const Settings& settings);

    stack::Core& core_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<CompletionDesk> completion_ = std::make_shared<CompletionDesk>(shared_);
    std::unique_ptr<stack::MethodClaim> claim_;
    mutable std::mutex accounts_mutex_;
    Accounts accounts_;
    std::vector<std::shared_ptr<RemoteMailbox>> remote_;
};

void Feature::follow_remote(const config::Config& config)
{
    auto same = [](config::MwiSubscription one, const config::MwiSubscription& other) {
        one.name = other.name;
        return one == other;
    };
    auto before = remote();
    std::vector<std::shared_ptr<RemoteMailbox>> after;
    std::vector<std::shared_ptr<RemoteMailbox>> fresh;
    for (const auto& wanted : config.mwi_subscriptions) {
        auto kept = std::ranges::find_if(before, [&](const auto& each) { return each && same(each->subscription(), wanted); });
        if (kept != before.end()) {
            after.push_back(std::exchange(*kept, nullptr));
            continue;
        }
        fresh.push_back(std::make_shared<RemoteMailbox>(core_, wanted));
        after.push_back(fresh.back());
    }
    {
        std::lock_guard lock{accounts_mutex_};
        remote_ = std::move(after);
    }
    for (const auto& gone : before) {
        if (gone)
            gone->leave();
    }
    std::chrono::milliseconds delay{100};
    for (const auto& each : fresh) {
        each->start(delay);
        delay += std::chrono::milliseconds{100};
    }
}

void Feature::on_notify(const stack::IncomingRequest& request)
{
    const auto& info = request.rdata->msg_info;
    auto event = std::string{event_name(pj::header_text(info.msg, "Event", "o"))};
    if (event == "keep-alive")
        return respond(request, 200, "OK");
    if (auto ours = completion_->request_of(pj::view(info.cid->id), pj::view(info.to->tag)); ours && is_completion(event))
        return ours->on_notify(request);
    std::string mailbox;
    if (auto dialog = remote_of(pj::view(info.cid->id), pj::view(info.to->tag))) {
        mailbox = dialog->subscription().mailbox;
        dialog->note_notify();
    } else if (request.endpoint)
        mailbox = incoming_mailbox(*request.endpoint->endpoint);
    std::optional<MessageCounts> counts;
    if (info.msg->body && info.msg->body->data)
        counts = read_summary({static_cast<const char*>(info.msg->body->data), info.msg->body->len});
    if (event != "message-summary" || mailbox.empty() || !counts)
        return respond(request, 489, "Bad event", {{"Allow-Events", std::string{packages}}});
    shared_->source().publish(mailbox, *counts);
    respond(request, 200, "OK");
}

void Feature::follow(const config::Config& config)
{
    pj::register_thread();
    std::unordered_map<std::string_view, const config::Aor*> aors;
    for (const auto& aor : config.aors)
        aors.emplace(aor.name, &aor);
    auto before = accounts();
    Accounts after;
    std::vector<std::shared_ptr<MailboxAccount>> fresh;
    for (const auto& endpoint : config.endpoints) {
        auto aor = aors.find(endpoint.aors);
        auto settings = mailboxes_of(config, endpoint, aor == aors.end() ? nullptr : aor->second);
        if (settings.mailboxes.empty())
            continue;
        auto old = before.find(endpoint.name);
        if (old != before.end() && old->second->settings() == settings) {
            after.emplace(endpoint.name, std::move(old->second));
            before.erase(old);
            continue;
        }
        fresh.push_back(std::make_shared<MailboxAccount>(shared_, core_, endpoint.name, std::move(settings)));
        after.emplace(endpoint.name, fresh.back());
    }
    {
        std::lock_guard lock{accounts_mutex_};
        accounts_ = std::move(after);
    }
    for (auto& each : fresh)
        each->begin();
    for (auto& [name, gone] : before)
        gone->end();
    follow_remote(config);
}

void Feature::on_registered(const EndpointStatus& status)
{
    auto found = account(status.endpoint->name);
    if (!found)
        return;
    // Told after the 200 to the REGISTER, which the running task is about to send.
    auto* reception = stack::Reception::current();
    if (reception && reception->strand)
        reception->strand->post([found] { found->on_registered(); });
    else
        found->on_registered();
}

void Feature::refuse(const stack::IncomingRequest& request, const Error& error, const Settings& settings)
{
    stack::ExtraHeaders headers;
    if (error.status == 423)
        headers.emplace_back("Min-Expires", std::to_string(settings.lifetimes.shortest.count()));
    if (error.status == 489)
        headers.emplace_back("Allow-Events", std::string{packages});
    if (error.status == 503)
        headers.emplace_back("Retry-After", "60");
    respond(request, error.status, error.reason, std::move(headers));
}

void Feature::on_request(stack::IncomingRequest& request)
{
    if (is_notify(*request.rdata))
        return on_notify(request);
    if (is_method(*request.rdata, "PUBLISH"))
        return completion_->on_publish(request);
    auto settings = settings_of(*core_.config());
    bool may = request.endpoint ? request.endpoint->endpoint->allow_subscribe : settings.guests_may;
    if (!settings.anybody_may || !may)
        return refuse(request, {403, "Forbidden (policy)"}, settings);
    auto asked = read_subscribe(request);
    if (!asked)
        return refuse(request, asked.error(), settings);
    auto standing = shared_->table.find(asked->call_id, asked->from_tag);
    if (standing && standing->is_pending())
        return;  // sent again: the host has not answered yet
    Result<> done;
    if (!asked->to_tag.empty() && (!standing || standing->our_tag() != asked->to_tag))
        done = std::unexpected(Error{481, "Subscription does not exist"});
    else if (standing && (!asked->to_tag.empty() || asked->cseq == standing->remote_cseq()))
        done = refresh(request, *asked, *standing, settings);
    else if (asked->event == package_of(Format::call_completion))
        done = subscribe_to_completion(request, *asked, settings);
    else
        done = subscribe(request, *asked, settings);
    if (!done)
        refuse(request, done.error(), settings);
}

Result<> Feature::refresh(const stack::IncomingRequest& request, const SubscribeRequest& asked, Subscription& subscription,
                          const Settings& settings)
{
    const auto& whose = subscription.begun().endpoint;
    if ((whose ? whose->name : "") != (request.endpoint ? request.endpoint->endpoint->name : ""))
        return std::unexpected(Error{403, "Forbidden"});
    if (asked.cseq < subscription.remote_cseq())
        return std::unexpected(Error{500, "Server Internal Error"});
    if (asked.cseq == subscription.remote_cseq()) {  // sent again
        accept(request, subscription, subscription.lifetime());
        return {};
    }
    if (asked.event != subscription.request().event)
        return std::unexpected(Error{489, "Bad Event"});
    auto lifetime = granted(asked.expires, settings.lifetimes);
    if (!lifetime) {
        subscription.drop();
        return std::unexpected(lifetime.error());
    }
    if (is_of_extension(subscription.begun().format)) {
        auto format = choose_format({asked.event, asked.accept, asked.user_agent, subscription.begun().format});
        if (!format)
            return std::unexpected(format.error());
        subscription.set_format(*format);
    }
    subscription.grant(asked, *lifetime);
    accept(request, subscription, *lifetime);
    return {};
}

Result<Subscription::Beginning> Feature::examine(const stack::IncomingRequest& request, const SubscribeRequest& asked) const
{
    Subscription::Beginning beginning{shared_, *request.strand, asked, request.endpoint ? request.endpoint->endpoint : nullptr,
                                      Format::dialog_info, {}, {}, {}};
    if (asked.event == "presence" || asked.event == "dialog")
        return examine_hint(std::move(beginning), asked);
    if (asked.event == "message-summary")
        return examine_mailboxes(std::move(beginning), asked);
    return std::unexpected(Error{489, "Bad Event"});
}

Result<Subscription::Beginning> Feature::examine_hint(Subscription::Beginning beginning, const SubscribeRequest& asked) const
{
    auto format = choose_format({asked.event, asked.accept, asked.user_agent, std::nullopt});
    if (!format)
        return std::unexpected(format.error());
    beginning.format = *format;
    beginning.context = hint_context(*core_.config(), beginning.endpoint.get(), asked.host);
    beginning.extension = asked.user.empty() ? "s" : asked.user;
    return beginning;
}

Result<Subscription::Beginning> Feature::examine_mailboxes(Subscription::Beginning beginning, const SubscribeRequest& asked) const
{
    constexpr std::string_view wanted = "application/simple-message-summary";
    bool accepted = asked.accept.empty() || std::ranges::any_of(asked.accept, [&](const auto& text) {
                        return text.find(wanted) != std::string::npos || text.find("*/*") != std::string::npos;
                    });
    if (!accepted)
        return std::unexpected(Error{406, "Not Acceptable"});
    if (!beginning.endpoint)
        return std::unexpected(Error{404, "Not found"});
    auto found = account(beginning.endpoint->name);
    if (!found)
        return std::unexpected(Error{404, "Not found (no mailbox)"});
    beginning.format = Format::message_summary;
    beginning.mailboxes = found->settings();
    return beginning;
}

Result<> Feature::subscribe_to_completion(const stack::IncomingRequest& request, const SubscribeRequest& asked,
                                          const Settings& settings)
{
    auto whose = request.endpoint ? request.endpoint->endpoint->name : std::string{};
    auto offer = completion_->find(pj::unescape(asked.user), whose);
    if (asked.expires && asked.expires->count() == 0) {
        if (offer)
            offer->cancel();
        respond(request, 200, "OK", {{"Expires", "0"}});
        return {};
    }
    if (!offer)
        return std::unexpected(Error{404, "Not Found"});
    auto lifetime = granted(asked.expires, settings.lifetimes);
    if (!lifetime)
        return std::unexpected(lifetime.error());
    auto subscription = std::make_shared<Subscription>(
        Subscription::Beginning{.commons = shared_,
                                .strand = *request.strand,
                                .request = asked,
                                .endpoint = request.endpoint ? request.endpoint->endpoint : nullptr,
                                .format = Format::call_completion,
                                .context = {},
                                .extension = {},
                                .mailboxes = {},
                                .completion = offer});
    if (!shared_->table.add(subscription))
        return std::unexpected(Error{503, "Service Unavailable"});
    if (auto taken = offer->ask(subscription, stack::KeptRequest::keep(request), asked, *lifetime); !taken) {
        shared_->table.remove(*subscription);  // not dropped: the offer has another one
        return taken;
    }
    return {};
}

Result<> Feature::subscribe(const stack::IncomingRequest& request, const SubscribeRequest& asked, const Settings& settings)
{
    auto beginning = examine(request, asked);
    if (!beginning)
        return std::unexpected(beginning.error());
    if (auto before = shared_->table.find(asked.call_id, asked.from_tag))
        before->drop();  // its watcher began anew
    auto subscription = std::make_shared<Subscription>(*beginning);
    bool watching = subscription->watch();
    if (!watching && pj::unescape(asked.user) != asked.user) {
        beginning->extension = pj::unescape(asked.user);
        subscription = std::make_shared<Subscription>(*beginning);
        watching = subscription->watch();
    }
    if (!watching)
        return std::unexpected(Error{404, "Not Found"});
    auto lifetime = granted(asked.expires, settings.lifetimes);
    if (!lifetime) {
        subscription->drop();
        return std::unexpected(lifetime.error());
    }
    if (!shared_->table.add(subscription)) {
        subscription->drop();
        return std::unexpected(Error{503, "Service Unavailable"});
    }
    if (beginning->format == Format::message_summary) {
        if (auto found = account(beginning->endpoint->name))
            found->subscribed(subscription);
    }
    subscription->grant(asked, *lifetime);  // its NOTIFY is posted: it follows the response
    accept(request, *subscription, *lifetime);
    return {};
}

Result<> Feature::notify(NotifyOrder order)
{
    pj::register_thread();
    if (!order.call_id.empty()) {
        auto subscription = shared_->table.with_call_id(order.call_id);
        if (!subscription)
            return std::unexpected(Error{481, "Call-ID not found"});
        subscription->send_order(std::move(order));
        return {};
    }
    return send_unsolicited(core_, std::move(order));
}

}  // namespace

}  // namespace pubsub

Outcome<std::unique_ptr<Subscriptions>> Subscriptions::create(Stack& stack, StateSource& states, MailboxSource& mailboxes)
{
    if (pubsub::running.exchange(true))
        return std::unexpected(Failure{"subscriptions are served already"});
    auto feature = std::make_unique<pubsub::Feature>(stack.core(), states, mailboxes);
    if (auto begun = feature->begin(); !begun)
        return std::unexpected(begun.error());
    set_watched_extensions(feature.get());
    set_call_completion(feature->completion());
    return feature;
}

}  // namespace sipcore

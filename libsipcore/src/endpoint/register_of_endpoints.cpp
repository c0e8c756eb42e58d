// SPDX-License-Identifier: GPL-2.0-only
/** @file The endpoints of a stack: what is configured, where it is, and who may look. */
#include "endpoint/register_of_endpoints.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "endpoint/contact.h"
#include "endpoint/first_question.h"
#include "endpoint/source_match.h"
#include "pj/guarded.h"
#include "sipcore/log.h"
#include "stack/locator.h"
#include "transport/listener.h"

namespace sipcore::endpoint {

namespace {

/** All that an endpoint registered. */
std::vector<Binding> all_of(const EndpointStatus& status)
{
    std::vector<Binding> all;
    if (status.binding)
        all.push_back(*status.binding);
    all.insert(all.end(), status.more.begin(), status.more.end());
    return all;
}

/** The address of a host that is a name is looked for again after this; what DNS lets us remember is remembered. */
constexpr std::chrono::seconds look_again{60};
/** Most endpoints that may make themselves by registering: whoever likes to may be one. */
constexpr std::size_t most_created = 1000;

/** Where an address of record is by configuration while nothing is registered; empty: nowhere. */
std::string configured_place(const config::Aor* aor)
{
    return !aor ? std::string{} : aor->contact.empty() ? aor->default_contact : aor->contact.front();
}

}  // namespace

EndpointRegister::EndpointRegister(stack::Core& core) : core_{core}, gate_{std::make_shared<Gate>()}
{
    gate_->owner = this;
    pj_timer_entry_init(&timer_, 0, this, [](pj_timer_heap_t*, pj_timer_entry* entry) {
        pj::guarded("endpoint timer", [&] { static_cast<EndpointRegister*>(entry->user_data)->attend(); });
    });
}

EndpointRegister::~EndpointRegister()
{
    std::lock_guard closed{gate_->mutex};
    gate_->owner = nullptr;
}

void EndpointRegister::apply(std::shared_ptr<const config::Config> whole, const config::Difference& difference)
{
    Lookup lookup{whole};
    const auto& config = *whole;
    for (const auto& name : difference.endpoints.removed)
        take_out(name);
    take_out_created(config);
    for (const auto& identify : config.identifies) {
        auto endpoint = lookup.endpoint(identify.endpoint);
        for (auto protocol : endpoint ? endpoint->transports : decltype(endpoint->transports){})
            is_of(identify, {}, protocol);      // whoever comes from a host of that name first shall be known by then
    }
    for (const auto* names : {&difference.endpoints.added, &difference.endpoints.changed}) {
        for (const auto& name : *names) {
            if (auto endpoint = lookup.endpoint(name))
                place(lookup, endpoint);
        }
    }
    std::lock_guard lock{mutex_};
    identifies_ = config.identifies.empty() ? nullptr : whole;
    std::vector<std::uint32_t> created;
    std::ranges::copy_if(order_, std::back_inserter(created), [this](auto number) { return entries_[number].status.created; });
    order_.clear();
    for (const auto& endpoint : config.endpoints) {
        auto at = by_name_.find(endpoint.name);
        if (at == by_name_.end())
            continue;
        order_.push_back(at->second);
        // What did not change moves to the new configuration too: the old one goes when nobody looks at it any more.
        auto& status = entries_[at->second].status;
        status.endpoint = lookup.endpoint(endpoint.name);
        status.aor = lookup.aor(endpoint.aors);
        status.auth = lookup.auth(endpoint.auth);
    }
    order_.insert(order_.end(), created.begin(), created.end());
    begin_questions(config.global);
}

void EndpointRegister::begin_questions(const config::Global& global)
{
    std::size_t place = 0;
    for (auto number : order_) {
        auto& entry = entries_[number];
        const auto& aor = entry.status.aor;
        if (aor && aor->keep_alive_interval.count() > 0)
            agenda_.set(number, Duty::keep, core_.clock().now() + aor->keep_alive_interval);
        else
            agenda_.forget(number, Duty::keep);
        if (!aor || aor->qualify_frequency.count() == 0 || !std::exchange(entry.fresh, false))
            continue;
        auto after = first_question(place++, global.qualify_peers, global.qualify_gap);
        if (entry.status.binding)  // it was asked before we started, by whoever was here then
            after += std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>{
                0, std::chrono::milliseconds{aor->qualify_frequency}.count()}(random_)};
        agenda_.set(number, Duty::qualify, core_.clock().now() + after);
    }
    set_timer();
}

void EndpointRegister::place(const Lookup& lookup, const std::shared_ptr<const config::Endpoint>& configured)
{
    const auto& endpoint = *configured;
    std::uint32_t number = 0;
    bool fresh = false;
    {
        std::lock_guard lock{mutex_};
        auto at = by_name_.find(endpoint.name);
        fresh = at == by_name_.end();
        number = fresh ? static_cast<std::uint32_t>(entries_.size()) : at->second;
        if (fresh) {
            entries_.emplace_back();
            by_name_.emplace(endpoint.name, number);
        }
        auto& status = entries_[number].status;
        if (std::exchange(status.created, false)) {
            --created_;
            std::erase(order_, number);
        }
        if (status.aor)
            leave_aor(status.aor->name, number);
        auto before = configured_place(status.aor.get());
        if (!fresh)
            by_address_.take(number, status);
        status.endpoint = configured;
        status.aor = lookup.aor(endpoint.aors);
        entries_[number].contact = 0;
        by_address_.put(number, status);  // what it says about ports may be new
        if (!fresh && !status.binding && configured_place(status.aor.get()) != before)
            move_to(number, {});  // a name that is looked up now is not where the last one was
        status.auth = lookup.auth(endpoint.auth);
        if (status.aor)
            join_aor(status.aor->name, number);
        bool asked = status.aor && status.aor->qualify_frequency.count() > 0;
        if (!asked)
            status.reachability = Reachability::unmonitored;
        else if (status.reachability == Reachability::unmonitored)
            status.reachability = Reachability::unknown;
        agenda_.forget(number, Duty::qualify);
    }
    if (fresh)
        restore(number);
    locate(number);
    std::lock_guard lock{mutex_};
    entries_[number].fresh = true;
}

void EndpointRegister::take_out(std::string_view name)
{
    std::lock_guard lock{mutex_};
    auto at = by_name_.find(name);
    if (at == by_name_.end())
        return;
    auto number = at->second;
    move_to(number, {});
    auto& entry = entries_[number];
    if (entry.status.aor)
        leave_aor(entry.status.aor->name, number);
    probes_.erase(entry.probe);
    for (auto duty : {Duty::expire, Duty::qualify, Duty::remind, Duty::give_up, Duty::locate, Duty::keep})
        agenda_.forget(number, duty);
    if (entry.status.created) {
        --created_;
        free_.push_back(number);
        std::erase(order_, number);
    }
    entry = Entry{};
    entry.gone = true;
    by_name_.erase(at);
}

void EndpointRegister::take_out_created(const config::Config& config)
{
    if (config.global.auto_create == config::AutoCreate::persist)
        return;
    for (const auto& status : snapshot())
        if (status.created)
            take_out(status.endpoint->name);
}

bool EndpointRegister::is_fixed(const IpAddress& ip) const
{
    std::lock_guard lock{mutex_};
    const auto* there = by_address_.at(ip);
    return there && std::ranges::any_of(*there, [this](auto number) {
        const auto& aor = entries_[number].status.aor;
        return aor && aor->max_contacts == 0 && !aor->contact.empty();
    });
}

bool EndpointRegister::adopt(const EndpointStatus& status)
{
    std::lock_guard lock{mutex_};
    if (created_ >= most_created || by_name_.contains(status.endpoint->name) || by_aor_.contains(status.aor->name))
        return false;
    std::uint32_t number = 0;
    if (free_.empty()) {
        number = static_cast<std::uint32_t>(entries_.size());
        entries_.emplace_back();
    } else {
        number = free_.back();
        free_.pop_back();
        entries_[number] = Entry{};
    }
    ++created_;
    entries_[number].status = status;
    entries_[number].status.created = true;
    if (status.aor->qualify_frequency.count() > 0)
        entries_[number].status.reachability = Reachability::unknown;
    by_name_.emplace(status.endpoint->name, number);
    join_aor(status.aor->name, number);
    order_.push_back(number);
    return true;
}

void EndpointRegister::restore(std::uint32_t number)
{
    auto* store = core_.ports().bindings;
    std::shared_ptr<const config::Aor> aor;
    auto usual = config::Protocol::udp;
    {
        std::lock_guard lock{mutex_};
        aor = entries_[number].status.aor;
        usual = entries_[number].status.protocol();
    }
    if (!store || !aor || aor->max_contacts == 0)
        return;
    auto stored = store->load(aor->name);
    if (!stored)
        return;
    Binding binding;
    binding.contact = stored->contact;
    binding.address = stored->address;
    binding.protocol = protocol_of_contact(stored->contact).value_or(usual);
    binding.granted = stored->granted;
    binding.username = stored->username;
    binding.user_agent = stored->user_agent;
    if (aor->support_path)
        binding.path = stored->path;
    binding.next_hop = next_hop_of(binding.path);
    binding.expires = core_.clock().now() + stored->granted;
    std::lock_guard lock{mutex_};
    entries_[number].status.binding = binding;
    move_to(number, binding.address);
    agenda_.set(number, Duty::expire, binding.expires + grace);
    set_timer();
}

void EndpointRegister::locate(std::uint32_t number)
{
    std::string contact;
    {
        std::lock_guard lock{mutex_};
        const auto& status = entries_[number].status;
        if (status.binding || !status.aor)
            return;
        auto which = entries_[number].contact;
        contact = which > 0 && which < status.aor->contact.size() ? status.aor->contact[which] : configured_place(status.aor.get());
    }
    auto place = parse_contact(contact);
    if (!place) {
        std::lock_guard lock{mutex_};
        return move_to(number, {});
    }
    if (auto ip = IpAddress::parse(place->host)) {
        std::lock_guard lock{mutex_};
        auto usual = transport::usual_port(entries_[number].status.protocol());
        return move_to(number, {*ip, place->port ? place->port : usual});
    }
    auto protocol = config::Protocol::udp;
    {
        std::lock_guard lock{mutex_};
        protocol = entries_[number].status.protocol();
    }
    stack::Wanted wanted{place->host, place->port, protocol, core_.config()->global.srv_lookup};
    core_.locator().find(wanted, [gate = gate_, number, host = place->host](const std::vector<SocketAddress>& addresses) {
        std::lock_guard open{gate->mutex};
        if (!gate->owner)
            return;
        if (addresses.empty())
            log::warning("No address for host '{}'", host);
        std::lock_guard lock{gate->owner->mutex_};
        const auto& entry = gate->owner->entries_[number];
        if (entry.gone || entry.status.binding)
            return;
        if (!addresses.empty())
            gate->owner->arrive(number, addresses.front());
        gate->owner->agenda_.set(number, Duty::locate, gate->owner->core_.clock().now() + look_again);
        gate->owner->set_timer();
    });
}

void EndpointRegister::arrive(std::uint32_t number, const SocketAddress& address)
{
    move_to(number, address);
    const auto& aor = entries_[number].status.aor;
    if (!aor || aor->qualify_frequency.count() == 0)
        return;
    agenda_.set(number, Duty::qualify, core_.clock().now());
    set_timer();
}

void EndpointRegister::move_to(std::uint32_t number, const SocketAddress& address)
{
    auto& status = entries_[number].status;
    if (status.address == address)
        return;
    by_address_.take(number, status);
    status.address = address;
    by_address_.put(number, status);
}

std::optional<EndpointStatus> EndpointRegister::status_of(std::uint32_t number) const
{
    const auto& entry = entries_[number];
    return entry.gone ? std::nullopt : std::optional{entry.status};
}

std::optional<EndpointStatus> EndpointRegister::find(std::string_view name) const
{
    std::lock_guard lock{mutex_};
    auto at = by_name_.find(name);
    return at == by_name_.end() ? std::nullopt : status_of(at->second);
}

std::vector<EndpointStatus> EndpointRegister::snapshot() const
{
    std::lock_guard lock{mutex_};
    std::vector<EndpointStatus> all;
    all.reserve(order_.size());
    for (auto number : order_)
        if (!entries_[number].gone)
            all.push_back(entries_[number].status);
    return all;
}

std::optional<EndpointStatus> EndpointRegister::at(const SocketAddress& source, config::Protocol protocol,
                                                   std::string_view called) const
{
    {
        std::lock_guard lock{mutex_};
        if (auto best = by_address_.best(source, protocol, called, *this))
            return status_of(*best);
    }
    return identified(source.ip(), protocol);
}

std::optional<EndpointStatus> EndpointRegister::named(std::string_view user) const
{
    auto found = find(user);
    return found && found->endpoint->identify_by.by_username ? found : std::nullopt;
}

std::optional<EndpointStatus> EndpointRegister::with_aor(std::string_view aor) const
{
    std::lock_guard lock{mutex_};
    auto number = first_of_aor(aor);
    return number ? status_of(*number) : std::nullopt;
}

std::vector<Binding> EndpointRegister::bindings(std::string_view aor) const
{
    std::lock_guard lock{mutex_};
    auto number = first_of_aor(aor);
    return number ? all_of(entries_[*number].status) : std::vector<Binding>{};
}

void EndpointRegister::put(std::uint32_t number, const std::vector<Binding>& bindings)
{
    auto& status = entries_[number].status;
    if (bindings.empty()) {
        status.binding.reset();
        status.more.clear();
        forget_answers(number);
        agenda_.forget(number, Duty::expire);
    } else {
        status.binding = bindings.front();
        status.more.assign(bindings.begin() + 1, bindings.end());
        move_to(number, bindings.front().address);
        auto first = std::ranges::min_element(bindings, {}, &Binding::expires);
        agenda_.set(number, Duty::expire, first->expires + grace);
    }
    // The others of a shared address of record are where the first one is.
    auto at = by_aor_.find(status.aor->name);
    if (at == by_aor_.end())
        return;
    for (auto other : at->second) {
        if (other == number)
            continue;
        auto& shared = entries_[other].status;
        shared.binding = status.binding;
        shared.more = status.more;
        move_to(other, bindings.empty() ? SocketAddress{} : bindings.front().address);
    }
}

void EndpointRegister::rebind(std::string_view aor, const std::vector<Binding>& bindings)
{
    std::optional<EndpointStatus> before;
    EndpointStatus after;
    std::uint32_t number = 0;
    {
        std::lock_guard lock{mutex_};
        auto at = by_aor_.find(aor);
        if (at == by_aor_.end())
            return;
        number = at->second.front();
        auto& status = entries_[number].status;
        before = status;
        put(number, bindings);
        set_timer();
        after = status;
    }
    auto* store = core_.ports().bindings;
    if (bindings.empty()) {
        if (!before->binding)
            return;
        locate(number);
        if (store)
            store->remove(std::string{aor});
        tell(News::unregistered, after);
        if (after.created)
            take_out(after.endpoint->name);
        return;
    }
    const auto& binding = bindings.front();
    if (store) {
        // a record's user is the one that it is called by: its own where the configuration has none
        const auto& user = after.endpoint->default_user.empty() ? binding.username : after.endpoint->default_user;
        store->save(std::string{aor}, {binding.address, binding.granted, user, binding.contact, binding.path, binding.user_agent});
    }
    tell(News::registered, after);
    if (after.aor->qualify_frequency.count() > 0)
        ask(number, false);
}

void EndpointRegister::expire(std::uint32_t number)
{
    EndpointStatus after;
    std::string aor;
    {
        std::lock_guard lock{mutex_};
        auto& entry = entries_[number];
        if (entry.gone || !entry.status.binding)
            return;
        auto left = all_of(entry.status);
        std::erase_if(left, [now = core_.clock().now()](const Binding& each) { return each.expires + grace <= now; });
        if (!entry.status.more.empty() && !left.empty()) {
            put(number, left);      // the one that lives longest stays what it was
            set_timer();
            return;
        }
        put(number, {});
        aor = entry.status.aor->name;
    }
    locate(number);
    if (auto* store = core_.ports().bindings; store && !core_.config()->global.realtime.ignore_expire)
        store->remove(aor);
    {
        std::lock_guard lock{mutex_};
        after = entries_[number].status;
    }
    tell(News::unregistered, after);
    if (after.created)
        take_out(after.endpoint->name);
}

void EndpointRegister::note_options(std::string_view endpoint, std::string options)
{
    std::lock_guard lock{mutex_};
    if (auto at = by_name_.find(endpoint); at != by_name_.end() && !options.empty())
        entries_[at->second].status.options = std::move(options);
}

void EndpointRegister::note_messages(std::string_view endpoint, unsigned fresh, unsigned old)
{
    std::lock_guard lock{mutex_};
    if (auto at = by_name_.find(endpoint); at != by_name_.end())
        entries_[at->second].status.messages_told = {fresh, old};
}

void EndpointRegister::forget_answers(std::uint32_t number)
{
    auto& entry = entries_[number];
    probes_.erase(entry.probe);
    entry.probe.clear();
    for (auto duty : {Duty::qualify, Duty::remind, Duty::give_up})
        agenda_.forget(number, duty);
    if (entry.status.reachability != Reachability::unmonitored)
        entry.status.reachability = Reachability::unknown;
    entry.status.round_trip = {};
}

void EndpointRegister::tell(News news, const EndpointStatus& status)
{
    if (!status.endpoint)
        return;
    auto say = [&](EndpointObserver& observer) {
        switch (news) {
        case News::registered: return observer.on_registered(status);
        case News::unregistered: return observer.on_unregistered(status);
        case News::reachability: return observer.on_reachability(status);
        }
    };
    if (auto* host = core_.ports().observer)
        say(*host);
    core_.endpoint_listeners().tell(say);
}

}  // namespace sipcore::endpoint

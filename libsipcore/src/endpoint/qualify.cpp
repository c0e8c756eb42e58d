// SPDX-License-Identifier: GPL-2.0-only
/** @file Asking contacts whether they answer: OPTIONS of our own, without a transaction each, since thousands of them are
 *  under way in quiet times; and the timer that serves these and the ends of bindings. */
#include <algorithm>
#include <format>

#include "base/random.h"
#include "endpoint/contact.h"
#include "endpoint/register_of_endpoints.h"
#include "sipcore/log.h"
#include "stack/locator.h"
#include "endpoint/destination.h"
#include "transport/carrier.h"

namespace sipcore::endpoint {

namespace {

/** A contact that did not answer in time is asked again after this. */
constexpr std::chrono::seconds soon{10};
/** OPTIONS is repeated after this, as long as nothing came. */
constexpr std::chrono::seconds repeat{1};

}  // namespace

void EndpointRegister::start()
{
    std::lock_guard lock{mutex_};
    running_ = true;
    set_timer();
}

void EndpointRegister::stop()
{
    std::lock_guard lock{mutex_};
    running_ = false;
    if (std::exchange(timer_set_, false))
        pjsip_endpt_cancel_timer(core_.pj_endpoint(), &timer_);
}

void EndpointRegister::keep_open(std::uint32_t number)
{
    Destination to;
    {
        std::lock_guard lock{mutex_};
        const auto& entry = entries_[number];
        if (entry.gone || !entry.status.aor || entry.status.aor->keep_alive_interval.count() == 0)
            return;
        agenda_.set(number, Duty::keep, core_.clock().now() + entry.status.aor->keep_alive_interval);
        to = destination_of(core_, entry.status);
    }
    bool socket_of_web = to.protocol == config::Protocol::ws || to.protocol == config::Protocol::wss;
    bool there = to.protocol == config::Protocol::udp || core_.is_connected(to.address, to.protocol);
    if (to.address && there && !socket_of_web)
        core_.send_text(to.address, to.protocol, "\r\n");
}

Outcome<> EndpointRegister::qualify(std::string_view name)
{
    std::uint32_t number = 0;
    {
        std::lock_guard lock{mutex_};
        auto at = by_name_.find(name);
        if (at == by_name_.end())
            return std::unexpected(Failure{std::format("there is no endpoint '{}'", name)});
        number = at->second;
        if (!entries_[number].status.address)
            return std::unexpected(Failure{std::format("'{}' is not registered and has no address", name)});
    }
    core_.strands().of(name).post([this, number] { ask(number, false); });
    return {};
}

std::string EndpointRegister::probe_text(std::uint32_t number, const Destination& to)
{
    auto& entry = entries_[number];
    const auto& status = entry.status;
    auto protocol = to.protocol;
    auto local = core_.local_address_to(to.address, protocol);
    auto own = std::format("{}:{}", local.ip().uri_host(), local.port());
    auto target = status.binding && !status.binding->contact.empty()
                      ? status.binding->contact
                      : std::format("sip:{}:{}", status.address.ip().uri_host(), status.address.port());
    auto config = core_.config();
    std::string route;
    for (const auto& value : status.binding ? status.binding->path : std::vector<std::string>{})
        route += (route.empty() ? "Route: " : ", ") + value;
    return std::format(
        "OPTIONS {0} SIP/2.0\r\nVia: SIP/2.0/{8} {1};branch=z9hG4bK{2}{3};rport\r\nMax-Forwards: {4}\r\n"
        "From: \"{5}\" <sip:{5}@{6}>;tag={2}\r\nTo: <{0}>\r\nContact: <{9}>\r\nCall-ID: {2}\r\nCSeq: {3} OPTIONS\r\n{10}"
        "User-Agent: {7}\r\nSupported: replaces, timer\r\nContent-Length: 0\r\n\r\n",
        target, own, entry.probe, entry.sequence, status.endpoint->max_forwards, config->global.default_from_user,
        local.ip().uri_host(), config->global.user_agent, via_word(protocol),
        core_.contact_uri(config->global.default_from_user, to.address, protocol), route.empty() ? route : route + "\r\n");
}

void EndpointRegister::ask(std::uint32_t number, bool again)
{
    std::string text;
    Destination to;
    {
        std::lock_guard lock{mutex_};
        auto& entry = entries_[number];
        if (entry.gone || !entry.status.address || (again && entry.probe.empty()))
            return;
        auto now = core_.clock().now();
        if (!again) {
            probes_.erase(entry.probe);
            entry.probe = std::format("q{:x}-{:x}-{}", number, ++entry.sequence, random_text(16));
            probes_.emplace(entry.probe, number);
            entry.asked = now;
            auto patience = entry.status.aor ? 2 * entry.status.aor->qualify_timeout : std::chrono::milliseconds{4000};
            agenda_.set(number, Duty::give_up, now + patience);
        }
        to = destination_of(core_, entry.status);
        if (to.protocol == config::Protocol::udp)
            agenda_.set(number, Duty::remind, now + repeat);
        set_timer();
        entry.asked_at = to.address;
        text = probe_text(number, to);
    }
    if (core_.reaches(to.address, to.protocol))
        return core_.send_text(to.address, to.protocol, text, to.host);
    {
        std::lock_guard lock{mutex_};
        probes_.erase(entries_[number].probe);
        entries_[number].probe.clear();
    }
    note_answer(number, Reachability::unreachable, std::chrono::milliseconds{-1});
}

bool EndpointRegister::on_response(std::string_view call_id, int status, const SocketAddress& source)
{
    std::uint32_t number = 0;
    std::chrono::milliseconds round_trip{0};
    Reachability reachability = Reachability::reachable;
    {
        std::lock_guard lock{mutex_};
        auto at = probes_.find(call_id);
        if (at == probes_.end())
            return false;
        number = at->second;
        auto& entry = entries_[number];
        if (entry.asked_at.ip() != source.ip() || status == PJSIP_SC_TRYING)
            return true;
        probes_.erase(at);
        entry.probe.clear();
        auto took = std::chrono::duration_cast<std::chrono::milliseconds>(core_.clock().now() - entry.asked);
        round_trip = std::max(took, std::chrono::milliseconds{1});
        if (entry.status.aor && round_trip > entry.status.aor->qualify_timeout)
            reachability = Reachability::lagged;
    }
    note_answer(number, reachability, round_trip);
    return true;
}

void EndpointRegister::note_answer(std::uint32_t number, Reachability reachability, std::chrono::milliseconds round_trip)
{
    EndpointStatus after;
    bool news = false;
    {
        std::lock_guard lock{mutex_};
        auto& entry = entries_[number];
        agenda_.forget(number, Duty::remind);
        agenda_.forget(number, Duty::give_up);
        if (entry.gone || !entry.status.aor || entry.status.aor->qualify_frequency.count() == 0)
            return;
        news = entry.status.reachability != reachability;
        entry.status.reachability = reachability;
        entry.status.round_trip = round_trip;
        std::chrono::seconds next = reachability == Reachability::reachable ? entry.status.aor->qualify_frequency : soon;
        agenda_.set(number, Duty::qualify, core_.clock().now() + next);
        set_timer();
        after = entry.status;
    }
    if (news)
        tell(News::reachability, after);
}

void EndpointRegister::look_elsewhere(std::uint32_t number)
{
    SocketAddress silent;
    SocketAddress asked;  // a proxy's, perhaps
    {
        std::lock_guard lock{mutex_};
        auto& entry = entries_[number];
        if (entry.gone || entry.status.binding)
            return;
        silent = entry.status.address;
        if (const auto& aor = entry.status.aor; aor && aor->contact.size() > 1) {
            entry.contact = (entry.contact + 1) % aor->contact.size();
            if (entry.contact != 0)  // after the last one there is a pause
                agenda_.set(number, Duty::qualify, core_.clock().now());
        }
        asked = entry.asked_at;
    }
    core_.locator().note_failure(silent);
    core_.locator().note_failure(asked);
    locate(number);
}

void EndpointRegister::attend()
{
    {
        std::lock_guard lock{mutex_};
        timer_set_ = false;
    }
    while (true) {
        std::optional<Due> due;
        {
            std::lock_guard lock{mutex_};
            due = running_ ? agenda_.take(core_.clock().now()) : std::nullopt;
        }
        if (!due)
            break;
        switch (due->duty) {
        case Duty::expire: expire(due->who); break;
        case Duty::qualify: ask(due->who, false); break;
        case Duty::locate: locate(due->who); break;
        case Duty::remind: ask(due->who, true); break;
        case Duty::keep: keep_open(due->who); break;
        case Duty::give_up: {
            {
                std::lock_guard lock{mutex_};
                probes_.erase(entries_[due->who].probe);
                entries_[due->who].probe.clear();
            }
            note_answer(due->who, Reachability::unreachable, std::chrono::milliseconds{-1});
            look_elsewhere(due->who);
            break;
        }
        }
    }
    std::lock_guard lock{mutex_};
    set_timer();
}

void EndpointRegister::set_timer()
{
    auto next = agenda_.next();
    if (!running_ || !next || (timer_set_ && timer_at_ <= *next))
        return;
    if (timer_set_)
        pjsip_endpt_cancel_timer(core_.pj_endpoint(), &timer_);
    auto delay = std::chrono::ceil<std::chrono::milliseconds>(*next - core_.clock().now());
    auto ms = std::max<std::int64_t>(delay.count(), 0);
    pj_time_val when{static_cast<long>(ms / 1000), static_cast<long>(ms % 1000)};
    timer_set_ = pjsip_endpt_schedule_timer(core_.pj_endpoint(), &timer_, &when) == PJ_SUCCESS;
    timer_at_ = *next;
}

}  // namespace sipcore::endpoint

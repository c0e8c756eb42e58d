// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrations of a configuration: begun one after the other, followed through reloads, taken back at the end. */
#include "sipcore/outbound_registration.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "outbound_registration/account.h"
#include "pj/runtime.h"

namespace sipcore {

namespace outbound_registration {

namespace {

/** There is one feature in a process. */
std::atomic<bool> running{false};

/** A network that changed is given this time. */
constexpr std::chrono::seconds settling{1};

/** The feature. */
class Feature final : public OutboundRegistrations, public stack::ConfigListener {
public:
    /** Over a stack. */
    Feature(stack::Core& core, RegistrationObserver* observer) : core_{core}
    {
        audience_->observer = observer;
        core_.config_listeners().add(*this);
        follow(*core_.config());
    }
    ~Feature() override
    {
        core_.config_listeners().remove(*this);
        for (auto& account : accounts())
            account->leave();
        {
            std::lock_guard lock{audience_->mutex};
            audience_->observer = nullptr;
        }
        core_.strands().wait_for_all();
        running = false;
    }

    std::vector<RegistrationState> snapshot() const override
    {
        std::vector<RegistrationState> all;
        for (const auto& account : accounts())
            all.push_back(account->state());
        return all;
    }

    void restart() override
    {
        core_.note_network_change();
        if (core_.config()->global.registration_retry.on_network_change)
            begin(accounts(), settling);
    }

    void on_config(const config::Config&, const config::Config& after) override { follow(after); }

private:
    /** All of them. */
    std::vector<std::shared_ptr<Account>> accounts() const
    {
        std::lock_guard lock{mutex_};
        return accounts_;
    }

    /** Begins registrations one after the other. */
    void begin(const std::vector<std::shared_ptr<Account>>& wanted, std::chrono::milliseconds after = {})
    {
        auto usual = rules_of(*core_.config()).usual;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            wanted[i]->start(after + start_of(i, wanted.size(), usual));
    }

    /** Keeps what is the same, begins what is new, takes back what is gone. */
    void follow(const config::Config& config)
    {
        pj::register_thread();
        auto before = accounts();
        std::vector<std::shared_ptr<Account>> after;
        std::vector<std::shared_ptr<Account>> fresh;
        for (const auto& wanted : config.registrations) {
            auto kept = std::ranges::find_if(before, [&](const auto& account) { return account && same(account->account(), wanted); });
            if (kept != before.end()) {
                after.push_back(std::exchange(*kept, nullptr));
                continue;
            }
            fresh.push_back(std::make_shared<Account>(core_, wanted, audience_));
            after.push_back(fresh.back());
        }
        {
            std::lock_guard lock{mutex_};
            accounts_ = std::move(after);
        }
        for (const auto& gone : before) {
            if (gone)
                gone->leave();
        }
        begin(fresh);
    }

    /** Whether two registrations are the same but for the number in their names, which is the line's place in the file. */
    static bool same(config::OutboundRegistration one, const config::OutboundRegistration& other)
    {
        one.name = other.name;
        return one == other;
    }

    stack::Core& core_;
    std::shared_ptr<Audience> audience_ = std::make_shared<Audience>();
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<Account>> accounts_;
};

}  // namespace

}  // namespace outbound_registration

std::string_view text_of(RegistrationStatus status)
{
    switch (status) {
    case RegistrationStatus::unregistered: return "Unregistered";
    case RegistrationStatus::request_sent: return "Request Sent";
    case RegistrationStatus::auth_sent: return "Auth. Sent";
    case RegistrationStatus::registered: return "Registered";
    case RegistrationStatus::rejected: return "Rejected";
    case RegistrationStatus::no_authentication: return "No Authentication";
    case RegistrationStatus::failed: return "Failed";
    }
    return "Unknown";
}

Outcome<std::unique_ptr<OutboundRegistrations>> OutboundRegistrations::create(Stack& stack, RegistrationObserver* observer)
{
    if (outbound_registration::running.exchange(true))
        return std::unexpected(Failure{"registrations at other servers run already"});
    return std::make_unique<outbound_registration::Feature>(stack.core(), observer);
}

}  // namespace sipcore

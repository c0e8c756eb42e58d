// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrar's hand in the stack: read, decide, put in force, answer. */
#include "sipcore/registrar.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "pj/runtime.h"
#include "stack/directory.h"
#include "registrar/decide.h"
#include "registrar/parse.h"
#include "registrar/respond.h"
#include "sipcore/log.h"
#include "stack/core.h"
#include "stack/kept_request.h"
#include "stack/respond.h"

namespace sipcore {

namespace {

/** Most REGISTERs that wait for the address of a contact at once. */
constexpr unsigned most_waiting = 256;

/** Answers REGISTER. */
class RegistrarFeature final : public Registrar, public stack::RequestHandler {
public:
    /** Serves a stack. */
    explicit RegistrarFeature(stack::Core& core) : core_{core}, gate_{std::make_shared<Gate>()} { gate_->owner = this; }
    RegistrarFeature(const RegistrarFeature&) = delete;             ///< answers of the resolver find it
    RegistrarFeature& operator=(const RegistrarFeature&) = delete;  ///< answers of the resolver find it
    ~RegistrarFeature() override
    {
        claim_.reset();
        {
            std::unique_lock closed{gate_->mutex};
            gate_->owner = nullptr;
        }
        kept_.clear();
    }

    /** Claims the method. */
    Outcome<> begin()
    {
        auto claim = core_.methods().claim({"REGISTER"}, stack::Guests::refused, *this);
        if (!claim)
            return std::unexpected(claim.error());
        claim_ = std::move(*claim);
        return {};
    }

    Unregistered unregister(const std::string& endpoint) override
    {
        auto status = core_.directory().find(endpoint);
        if (!status || !status->aor)
            return Unregistered::unknown;
        if (!status->binding)
            return Unregistered::not_registered;
        pj::register_thread();
        core_.strands().of(endpoint).run_and_wait([&] { core_.directory().rebind(status->aor->name, {}); });
        return Unregistered::done;
    }

    std::string account_of(const pjsip_rx_data& rdata) const override { return registrar::address_of_record(rdata); }

    void on_request(stack::IncomingRequest& request) override
    {
        if (!request.endpoint || !request.endpoint->aor)
            return stack::respond(core_.pj_endpoint(), request.rdata, 403, "");
        auto asked = registrar::parse(request);
        if (!asked)
            return refuse(request, asked.error());
        auto contact = std::ranges::find_if(asked->contacts, [&](const registrar::AskedContact& each) {
            return registrar::wants_address(each, *asked);
        });
        if (contact == asked->contacts.end())
            return put_in_force(request, *asked);
        look_up(request, *asked, *contact);
    }

private:
    /** The way back for answers of the resolver: closed when the registrar goes. */
    struct Gate {
        std::shared_mutex mutex;            ///< held shared while an answer is worked on
        RegistrarFeature* owner = nullptr;  ///< null once it is gone
    };

    /** A request that is kept until the address of a contact is known. */
    struct Kept {
        std::unique_ptr<stack::KeptRequest> request;  ///< it
        registrar::RegisterRequest asked;  ///< what it asks for
        std::string host;                  ///< whose address is wanted
    };

    /** Asks for the address of a contact's host, and goes on with what is found. */
    void look_up(const stack::IncomingRequest& request, const registrar::RegisterRequest& asked,
                 const registrar::AskedContact& contact)
    {
        auto* resolver = core_.ports().resolver;
        if (!resolver)
            return refuse(request, {400, "Bad Contact"});
        auto number = keep(request, asked, contact.host);
        if (!number)
            return refuse(request, {503, "Service Unavailable"});
        resolver->addresses_of(contact.host, [gate = gate_, number, strand = request.strand](std::vector<IpAddress> found, std::chrono::seconds) {
            std::shared_lock open{gate->mutex};
            if (!gate->owner)
                return;
            strand->post([gate, number, found = std::move(found)] {
                std::shared_lock working{gate->mutex};
                if (gate->owner)
                    gate->owner->go_on(*number, found);
            });
        });
    }

    /** Keeps a request. @return its number; nothing when too many are kept already */
    std::optional<std::uint64_t> keep(const stack::IncomingRequest& request, const registrar::RegisterRequest& asked,
                                      const std::string& host)
    {
        std::lock_guard lock{kept_mutex_};
        auto kept = kept_.size() >= most_waiting ? nullptr : stack::KeptRequest::keep(request);
        if (!kept)
            return std::nullopt;
        kept_.emplace(++last_kept_, std::make_unique<Kept>(std::move(kept), asked, host));
        return last_kept_;
    }

    /** Takes the first address that a socket of ours reaches for the contacts of the host that was looked up. */
    void go_on(std::uint64_t number, const std::vector<IpAddress>& addresses)
    {
        std::unique_ptr<Kept> kept;
        {
            std::lock_guard lock{kept_mutex_};
            auto at = kept_.find(number);
            if (at == kept_.end())
                return;
            kept = std::move(at->second);
            kept_.erase(at);
        }
        auto reached = std::ranges::find_if(addresses, [&](const IpAddress& ip) {
            return core_.reaches({ip, 5060}, kept->asked.protocol);
        });
        if (reached == addresses.end()) {
            log::warning("Contact of '{}' has an unknown host: {}", kept->request->request().endpoint->endpoint->name,
                         log::printable(kept->host));
            return refuse(kept->request->request(), {400, "Bad Contact"});
        }
        for (auto& contact : kept->asked.contacts)
            if (contact.host == kept->host)
                contact.host = reached->text();
        put_in_force(kept->request->request(), kept->asked);
    }

    /** Decides, puts the decision in force, and answers. */
    void put_in_force(const stack::IncomingRequest& request, const registrar::RegisterRequest& asked)
    {
        const auto& aor = *request.endpoint->aor;
        auto now = core_.clock().now();
        auto change = registrar::decide(core_.directory().bindings(aor.name), asked, aor, now);
        if (!change)
            return refuse(request, change.error());
        if (change->added && std::ranges::any_of(change->bindings, [this](const Binding& each) { return !may_lie(each); }))
            return refuse(request, {403, "Forbidden"});
        if (request.endpoint->created && change->added && !core_.directory().find(aor.name) &&
            !core_.directory().adopt(*request.endpoint))
            return refuse(request, {503, "Service Unavailable"});
        if (!change->query)
            core_.directory().rebind(aor.name, change->bindings);
        answer(request, asked, *change, now);
    }

    /** Whether a contact lies where contacts of all may lie. @option{contactpermit} @option{dynamic_exclude_static} */
    bool may_lie(const Binding& binding) const
    {
        auto config = core_.config();
        const auto& ip = binding.address.ip();
        return config->global.contact_acl.allows(ip) &&
               !(config->global.dynamic_exclude_static && core_.directory().is_fixed(ip));
    }

    /** Tells why not. */
    void refuse(const stack::IncomingRequest& request, const Error& error)
    {
        log::notice("Registration of '{}' from {} refused: {} {}", request.endpoint->endpoint->name, request.source.text(),
                    error.status, error.reason);
        stack::respond(core_.pj_endpoint(), request.rdata, error.status, error.reason,
                       {{"Date", registrar::date_text(core_.clock().wall())}});
    }

    /** 200 with what is bound now. */
    void answer(const stack::IncomingRequest& request, const registrar::RegisterRequest& asked,
                const registrar::BindingChange& change, Clock::Instant now)
    {
        auto said = registrar::response_headers(change, asked, *request.endpoint->aor, now, core_.clock().wall());
        stack::ExtraHeaders headers;
        for (const auto& header : said)
            headers.emplace_back(header.name, header.value);
        stack::respond(core_.pj_endpoint(), request.rdata, 200, "OK", headers);
    }

    stack::Core& core_;
    std::shared_ptr<Gate> gate_;
    std::mutex kept_mutex_;
    std::map<std::uint64_t, std::unique_ptr<Kept>> kept_;
    std::uint64_t last_kept_ = 0;
    std::unique_ptr<stack::MethodClaim> claim_;
};

}  // namespace

Outcome<std::unique_ptr<Registrar>> Registrar::create(Stack& stack)
{
    auto feature = std::make_unique<RegistrarFeature>(stack.core());
    if (auto begun = feature->begin(); !begun)
        return std::unexpected(begun.error());
    return feature;
}

}  // namespace sipcore

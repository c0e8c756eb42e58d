// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrar's hand in the stack: read, decide, put in force, answer. */
#include "sipcore/registrar.h"

#include "pj/runtime.h"
#include "stack/directory.h"
#include "registrar/decide.h"
#include "registrar/parse.h"
#include "registrar/respond.h"
#include "sipcore/log.h"
#include "stack/core.h"
#include "stack/respond.h"

namespace sipcore {

namespace {

/** Answers REGISTER. */
class RegistrarFeature final : public Registrar, public stack::RequestHandler {
public:
    /** Serves a stack. */
    explicit RegistrarFeature(stack::Core& core) : core_{core} {}

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
        const auto& aor = *request.endpoint->aor;
        auto now = core_.clock().now();
        auto change = registrar::decide(core_.directory().bindings(aor.name), *asked, aor, now);
        if (!change)
            return refuse(request, change.error());
        if (!change->query)
            core_.directory().rebind(aor.name, change->bindings);
        answer(request, *asked, *change, now);
    }

private:
    /** Tells why not. */
    void refuse(const stack::IncomingRequest& request, const Error& error)
    {
        log::notice("Registration from '{}' failed: {} {}", request.source.text(), error.status, error.reason);
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

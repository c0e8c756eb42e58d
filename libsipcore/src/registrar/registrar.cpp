// SPDX-License-Identifier: GPL-2.0-only
/** @file The registrar's hand in the stack: read, decide, put in force, answer. */
#include "sipcore/registrar.h"

#include <array>
#include <ctime>
#include <format>

#include "stack/directory.h"
#include "registrar/decide.h"
#include "registrar/parse.h"
#include "sipcore/log.h"
#include "stack/core.h"
#include "stack/respond.h"

namespace sipcore {

namespace {

/** A Date header's value. @rfc{3261,20.17} */
std::string date_text(Clock::WallTime now)
{
    auto seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text;
    auto length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

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
        answer(request, change->bindings, now);
    }

private:
    /** Tells why not. */
    void refuse(const stack::IncomingRequest& request, const Error& error)
    {
        log::notice("Registration from '{}' failed: {} {}", request.source.text(), error.status, error.reason);
        stack::respond(core_.pj_endpoint(), request.rdata, error.status, error.reason,
                       {{"Date", date_text(core_.clock().wall())}});
    }

    /** 200 with what is bound now. */
    void answer(const stack::IncomingRequest& request, const std::vector<Binding>& bindings, Clock::Instant now)
    {
        stack::ExtraHeaders headers;
        if (bindings.empty())
            headers.emplace_back("Expires", "0");
        for (const auto& binding : bindings) {
            auto left = std::chrono::duration_cast<std::chrono::seconds>(binding.expires - now).count();
            if (headers.empty())
                headers.emplace_back("Expires", std::format("{}", left));
            headers.emplace_back("Contact", std::format("<{}>;expires={}", binding.contact, left));
        }
        headers.emplace_back("Date", date_text(core_.clock().wall()));
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

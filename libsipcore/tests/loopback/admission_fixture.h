// SPDX-License-Identifier: GPL-2.0-only
/** @file A stack with all kinds of endpoints, to be attacked. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "loopback/fixture.h"
#include "sipcore/registrar.h"
#include "stack/core.h"
#include "stack/respond.h"

namespace sipcore::loopback {

/** Answers 202 with who it took the sender for, for methods of the test. */
class Greeter final : public stack::RequestHandler {
public:
    /** Answers these methods. */
    Greeter(stack::Core& core, std::vector<std::string> methods) : core_{core}
    {
        auto claim = core.methods().claim(std::move(methods), stack::Guests::allowed, *this);
        if (claim)
            claim_ = std::move(*claim);
    }
    void on_request(stack::IncomingRequest& request) override
    {
        auto name = request.endpoint ? request.endpoint->endpoint->name : "guest";
        stack::respond(core_.pj_endpoint(), request.rdata, 202, "Welcome", {{"X-Name", name}});
    }

private:
    stack::Core& core_;
    std::unique_ptr<stack::MethodClaim> claim_;
};

/** A stack with all kinds of endpoints, a registrar, and a greeter for calls, subscriptions and messages. */
class Admission : public LoopbackStack {
protected:
    /** Starts stack and features. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        registrar_ = std::move(*Registrar::create(*stack_));
        greeter_ = std::make_unique<Greeter>(stack_->core(), std::vector<std::string>{"INVITE", "SUBSCRIBE", "MESSAGE"});
    }
    /** Ends them. */
    void TearDown() override
    {
        greeter_.reset();
        registrar_.reset();
        LoopbackStack::TearDown();
    }
    /** Adds an endpoint with a secret `<name>-secret` that registers. */
    static config::Endpoint& add(config::Config& config, const std::string& name)
    {
        config.auths.push_back({name, name, name + "-secret", "", ""});
        config::Aor aor;
        aor.name = name;
        aor.max_contacts = 1;
        config.aors.push_back(aor);
        config::Endpoint endpoint;
        endpoint.name = endpoint.auth = endpoint.aors = name;
        config.endpoints.push_back(endpoint);
        return config.endpoints.back();
    }
    config::Config configuration() override
    {
        auto config = LoopbackStack::configuration();
        config.global.allow_guest = false;
        add(config, "denied").acl.rules.push_back({AccessRule::Sense::deny, *Network::parse("0.0.0.0/0")});
        add(config, "tcponly").transports = {config::Protocol::tcp};
        add(config, "fixed");
        config.aors.back().max_contacts = 0;
        config.aors.back().contact = {"sip:192.0.2.99:5060"};
        add(config, "open").auth = "";
        add(config, "peeronly").identify_by.by_username = false;
        auto& useronly = add(config, "useronly");
        useronly.aors = "";
        useronly.identify_by.by_address = false;
        add(config, "trusted").identify_by.invite_without_auth = true;
        return config;
    }
    /** Sends a request without credentials, and what it gets; then with credentials when it was challenged. */
    std::vector<WireMessage> exchange(SipPeer& peer, std::string_view method, const std::string& user,
                                      const std::string& password, const std::string& call_id, std::string digest_user = {})
    {
        if (digest_user.empty())
            digest_user = user;
        auto uri = method == "REGISTER" ? "sip:" + server().text() : "sip:600@" + server().text();
        auto to = method == "REGISTER" ? "sip:" + user + "@" + server().text() : uri;
        std::vector<WireMessage> answers;
        std::string more;
        for (unsigned cseq = 1; cseq <= 2; ++cseq) {
            auto text = peer.make(method, uri, user, call_id, cseq, more);
            auto at = text.find("To: <");
            text.replace(at, text.find("\r\n", at) - at, "To: <" + to + ">");
            peer.send(text);
            auto answer = peer.final_response(method);
            if (!answer)
                break;
            answers.push_back(*answer);
            if (answer->status() != 401)
                break;
            more = SipPeer::authorization(*answer, method, uri, digest_user, password);
        }
        return answers;
    }
    /** The statuses of an exchange, and who the greeter took it for: `401 202 alice`. */
    std::string course(std::string_view method, const std::string& user, const std::string& password,
                       std::string digest_user = {})
    {
        SipPeer peer{server()};
        return told(exchange(peer, method, user, password, "course-" + std::to_string(++calls_), std::move(digest_user)));
    }
    /** The same in words. */
    static std::string told(const std::vector<WireMessage>& answers)
    {
        std::string text;
        for (const auto& answer : answers)
            text += (text.empty() ? "" : " ") + std::to_string(answer.status());
        if (!answers.empty() && answers.back().status() == 202)
            text += " " + answers.back().header("X-Name");
        return text;
    }

    std::unique_ptr<Registrar> registrar_;
    std::unique_ptr<Greeter> greeter_;
    unsigned calls_ = 0;
};

}  // namespace sipcore::loopback

// SPDX-License-Identifier: GPL-2.0-only
/** @file The words about attempts. */
#include "stack/attempt.h"

#include <format>

#include "sipcore/log_text.h"

namespace sipcore::stack {

namespace {

/** Whether it is about a registration. */
bool is_register(std::string_view method)
{
    return method == "REGISTER";
}

/** Why a registration failed, in the words that filters know. */
std::string_view reason_of(Ending ending)
{
    switch (ending) {
    case Ending::wrong_password: return "Wrong password";
    case Ending::wrong_name: return "Username/auth name mismatch";
    case Ending::unknown: return "No matching peer found";
    case Ending::foreign_domain: return "Not a local domain";
    case Ending::not_dynamic: return "Peer is not supposed to register";
    case Ending::denied: return "Device does not match ACL";
    case Ending::bad_transport: return "Device not configured to use this transport type";
    case Ending::let_in:
    case Ending::challenged: break;
    }
    return "Unknown";
}

/** The old driver's number of an ending. */
int code_of(Ending ending)
{
    switch (ending) {
    case Ending::wrong_password: return -1;
    case Ending::wrong_name: return -2;
    case Ending::unknown: return -1;
    case Ending::foreign_domain: return -5;
    case Ending::not_dynamic: return -6;
    case Ending::denied: return -7;
    case Ending::bad_transport: return -8;
    case Ending::let_in:
    case Ending::challenged: break;
    }
    return 0;
}

/** What happened, as events call it. */
SecurityEvent::Kind kind_of(const Attempt& attempt)
{
    using Kind = SecurityEvent::Kind;
    switch (attempt.ending) {
    case Ending::let_in: return Kind::successful_auth;
    case Ending::challenged: return Kind::challenge_sent;
    case Ending::wrong_password: return Kind::invalid_password;
    case Ending::wrong_name: return Kind::challenge_response_failed;
    case Ending::unknown: return is_register(attempt.method) ? Kind::invalid_account : Kind::invalid_password;
    case Ending::foreign_domain:
    case Ending::not_dynamic:
    case Ending::denied: return Kind::failed_acl;
    case Ending::bad_transport: return Kind::invalid_transport;
    }
    return Kind::invalid_password;
}

/** The rule that refused it. */
std::string_view rule_of(Ending ending)
{
    switch (ending) {
    case Ending::foreign_domain: return "domain_must_match";
    case Ending::not_dynamic: return "peer_not_dynamic";
    case Ending::denied: return "device_must_match_acl";
    default: return "";
    }
}

}  // namespace

Error refusal_of(std::string_view method, Ending ending, bool all_alike)
{
    if (all_alike || !is_register(method))
        return {403, "Forbidden"};
    switch (ending) {
    case Ending::unknown:
    case Ending::denied:
    case Ending::wrong_name: return {404, "Not found"};
    case Ending::foreign_domain: return {404, "Not found (unknown domain)"};
    default: return {403, "Forbidden"};
    }
}

std::optional<std::string> log_text(const Attempt& attempt)
{
    if (attempt.ending == Ending::let_in || attempt.ending == Ending::challenged)
        return std::nullopt;
    if (is_register(attempt.method))
        return std::format("Registration from '{}' failed for '{}' - {}", log::between('\'', attempt.to), attempt.source.text(),
                           reason_of(attempt.ending));
    return std::format("Failed to authenticate device {} for {}, code = {}", log::between('\'', attempt.from), attempt.method,
                       code_of(attempt.ending));
}

std::string_view rejection_cause(const Attempt& attempt, bool all_alike)
{
    if (!is_register(attempt.method) || attempt.endpoint.empty())
        return {};
    switch (attempt.ending) {
    case Ending::wrong_password: return "AUTH_SECRET_FAILED";
    case Ending::wrong_name: return all_alike ? "URI_NOT_FOUND" : "AUTH_USERNAME_MISMATCH";
    case Ending::not_dynamic: return "AUTH_PEER_NOT_DYNAMIC";
    default: return {};
    }
}

std::optional<SecurityEvent> event_of(const Attempt& attempt)
{
    if (!is_register(attempt.method) && attempt.method != "INVITE")
        return std::nullopt;
    SecurityEvent event;
    event.kind = kind_of(attempt);
    event.account = attempt.account;
    event.session = security::session_name(attempt.call_id);
    event.local = attempt.local;
    event.remote = attempt.source;
    event.protocol = attempt.protocol;
    event.acl = rule_of(attempt.ending);
    using Kind = SecurityEvent::Kind;
    if (event.kind == Kind::challenge_sent || event.kind == Kind::invalid_password ||
        event.kind == Kind::challenge_response_failed)
        event.challenge = attempt.nonce;
    if (!is_register(attempt.method) && (event.kind == Kind::challenge_sent || event.kind == Kind::challenge_response_failed))
        event.account = attempt.from_uri;
    if (event.kind == Kind::invalid_password) {
        event.received_challenge = attempt.received_nonce;
        event.received_hash = attempt.received_response;
    }
    if (event.kind == Kind::challenge_response_failed) {
        event.response = attempt.received_name;
        event.expected_response = attempt.expected_name;
    }
    if (event.kind == Kind::successful_auth)
        event.using_password = attempt.using_password;
    return event;
}

SecurityEvent made_fit(SecurityEvent event)
{
    for (auto* text : {&event.account, &event.session, &event.challenge, &event.received_challenge, &event.received_hash,
                       &event.response, &event.expected_response, &event.acl})
        *text = log::between('"', *text);
    return event;
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file SIPpeers, SIPshowpeer, SIPqualifypeer, SIPpeerstatus, and where SIPShow is registered: what they find, handed to the session that asks. */
#include "ami/actions.h"

#include "ami/entries_text.h"
#include "ami/show.h"
#include "cli/endpoints_shown.h"
#include "cli/host_codecs.h"
#include "cli/users_text.h"
#include "pbx/guarded.h"
#include "service.h"

namespace res_sip {

namespace {

/** The stack; null before it runs. */
sipcore::Stack* stack()
{
    return service() ? service()->stack() : nullptr;
}

/** A field of a request; empty when it is not there. */
std::string field(const message* request, const char* name)
{
    return astman_get_header(request, const_cast<char*>(name));
}

/** Answers with an error. */
void refuse(mansession* session, const message* request, const std::string& why)
{
    auto text = why;
    astman_send_error(session, request, text.data());
}

/** Answers with a list: `begin`, the entries, and the event `end`. */
void answer_list(mansession* session, const message* request, const char* begin, const char* end, const std::vector<std::string>& entries)
{
    astman_send_listack(session, request, const_cast<char*>(begin), const_cast<char*>("start"));
    pbx::append_all(session, entries);
    astman_send_list_complete_start(session, request, end, static_cast<int>(entries.size()));
    astman_send_list_complete_end(session);
}

/** The peer of a name; nothing when there is none. */
std::optional<sipcore::EndpointStatus> find_peer(const std::string& name)
{
    auto status = stack() ? stack()->endpoints().find(name) : std::nullopt;
    return status && is_peer(*status) ? status : std::nullopt;
}

/** The same, and a database is asked for one that is not known. */
std::optional<sipcore::EndpointStatus> fetch_peer(const std::string& name)
{
    auto status = fetch_endpoint(name);
    return status && is_peer(*status) ? status : std::nullopt;
}

/** SIPpeers. */
int peers(mansession* session, const message* request)
{
    return pbx::guarded("SIPpeers", 0, [&] {
        auto endpoints = stack() ? stack()->endpoints().snapshot() : std::vector<sipcore::EndpointStatus>{};
        std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
        std::vector<std::string> entries;
        auto names = service() ? service()->devices().names() : std::vector<std::string>{};  // sorted
        for (const auto& status : endpoints) {
            if (is_peer(status))
                entries.push_back(peer_entry(status, field(request, "ActionID"), std::ranges::binary_search(names, status.endpoint->name)));
        }
        answer_list(session, request, "Peer status list will follow", "PeerlistComplete", entries);
        return 0;
    });
}

/** SIPshowpeer. */
int show_peer(mansession* session, const message* request)
{
    return pbx::guarded("SIPshowpeer", 0, [&] {
        auto name = field(request, "Peer");
        if (name.empty()) {
            refuse(session, request, "Peer: <name> missing.");
            return 0;
        }
        auto status = find_peer(name);
        if (!status) {
            refuse(session, request, std::format("Peer {} not found.", name));
            return 0;
        }
        auto config = stack()->config();
        auto codecs = host_codecs();
        auto text = peer_block({*status, *config, std::chrono::steady_clock::now(), codecs}, field(request, "ActionID"));
        astman_append(session, "%s", text.c_str());
        return 0;
    });
}

/** SIPqualifypeer. */
int qualify_peer(mansession* session, const message* request)
{
    return pbx::guarded("SIPqualifypeer", 0, [&] {
        auto name = field(request, "Peer");
        if (name.empty()) {
            refuse(session, request, "Peer: <name> missing.");
            return 0;
        }
        if (!fetch_peer(name)) {
            refuse(session, request, "Peer not found");
            return 0;
        }
        astman_send_ack(session, request, const_cast<char*>("SIP peer found - will qualify"));
        ask_now(name, field(request, "ActionID"));
        return 0;
    });
}

/** SIPpeerstatus. */
int peer_status(mansession* session, const message* request)
{
    return pbx::guarded("SIPpeerstatus", 0, [&] {
        auto name = field(request, "Peer");
        if (strncasecmp(name.c_str(), "SIP/", 4) == 0)
            name.erase(0, 4);
        std::vector<sipcore::EndpointStatus> endpoints;
        if (name.empty()) {
            endpoints = stack() ? stack()->endpoints().snapshot() : endpoints;
        } else if (auto status = fetch_peer(name)) {
            endpoints.push_back(*status);
        } else {
            refuse(session, request, "No such peer");
            return 0;
        }
        std::vector<std::string> entries;
        for (const auto& status : endpoints)
            entries.push_back(status_entry(status, field(request, "ActionID")));
        answer_list(session, request, "Peer status will follow", "SIPpeerstatusComplete", entries);
        return 0;
    });
}

/** The actions, with what a login must be allowed; what they are for stands in the XML documentation. */
constexpr pbx::ManagerAction actions[] = {
    {"SIPpeers", EVENT_FLAG_SYSTEM | EVENT_FLAG_REPORTING, peers, nullptr, nullptr},
    {"SIPshowpeer", EVENT_FLAG_SYSTEM | EVENT_FLAG_REPORTING, show_peer, nullptr, nullptr},
    {"SIPqualifypeer", EVENT_FLAG_SYSTEM | EVENT_FLAG_REPORTING, qualify_peer, nullptr, nullptr},
    {"SIPpeerstatus", EVENT_FLAG_SYSTEM, peer_status, nullptr, nullptr},
    {"SIPShow", EVENT_FLAG_SYSTEM | EVENT_FLAG_REPORTING, show_as_json, nullptr, nullptr},
};

}  // namespace

void ask_now(const std::string& name, const std::string& action_id)
{
    if (!stack())
        return;
    (void)stack()->endpoints().qualify(name);  // one that is nowhere cannot be asked, and chan_sip said nothing either
    auto text = std::format("Peer: {}\r\n{}", name, action_id.empty() ? "" : std::format("ActionID: {}\r\n", action_id));
    manager_event(EVENT_FLAG_CALL, "SIPQualifyPeerDone", "%s", text.c_str());
}

std::unique_ptr<pbx::ManagerActions> register_actions()
{
    return std::make_unique<pbx::ManagerActions>(actions);
}

}  // namespace res_sip

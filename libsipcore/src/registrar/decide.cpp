// SPDX-License-Identifier: GPL-2.0-only
/** @file The decision about a REGISTER, in the order of RFC 3261 §10.3, steps 6 and 7. */
#include "registrar/decide.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>

#include "sipcore/letter_case.h"

namespace sipcore::registrar {
namespace {

using std::chrono::seconds;

/** Why a REGISTER is refused. */
std::unexpected<Error> refused(int status, std::string reason)
{
    return std::unexpected(Error{status, std::move(reason)});
}

/** A lifetime that was asked for, when it is one. */
std::optional<long> asked_lifetime(std::optional<long> header, std::optional<long> parameter)
{
    if (parameter && *parameter >= 0)
        return parameter;
    return header && *header >= 0 ? header : std::nullopt;
}

/** Whether the request names `*`. */
bool names_star(const RegisterRequest& request)
{
    return std::ranges::any_of(request.contacts, &AskedContact::star);
}

/** Whether a request that names `*` is one to remove all. @rfc{3261,10.2.2} */
bool is_star_alone_without_lifetime(const RegisterRequest& request)
{
    return request.contacts.size() == 1 &&
           asked_lifetime(request.expires, request.contacts.front().expires) == std::optional<long>{0} &&
           request.expires.value_or(0) == 0;
}

/** Whether a REGISTER in flight can still be overtaken by, or be one with, the one that made a binding. */
bool is_recent(const Binding& binding, Clock::Instant now)
{
    return now < binding.expires - binding.granted + order_minded;
}

/** What is kept of a text that is only for people and for comparing. */
std::string noted(const std::string& text)
{
    return text.substr(0, longest_note);
}

/** The contacts of a request that count: of one alone, when there may be one alone. */
std::span<const AskedContact> counting(const RegisterRequest& request, const config::Aor& aor)
{
    return std::span{request.contacts}.first(aor.max_contacts == 1 ? 1 : request.contacts.size());
}

/** Whether a binding was made by a recent REGISTER of the same Call-ID. */
bool is_of_call(const Binding& binding, const RegisterRequest& request, Clock::Instant now)
{
    return !binding.call_id.empty() && binding.call_id == noted(request.call_id) && is_recent(binding, now);
}

/** Whether a request came too late: a later one of its Call-ID made a binding. */
bool is_overtaken(const std::vector<Binding>& current, const RegisterRequest& request, Clock::Instant now)
{
    return std::ranges::any_of(current, [&](const Binding& binding) {
        return is_of_call(binding, request, now) && request.cseq < binding.cseq;
    });
}

/** Whether a request was seen before: each of its contacts has what it asks for, by this very CSeq. */
bool is_seen(const std::vector<Binding>& current, const RegisterRequest& request, const config::Aor& aor,
             Clock::Instant now)
{
    return std::ranges::all_of(counting(request, aor), [&](const AskedContact& contact) {
        return std::ranges::any_of(current, [&](const Binding& binding) {
            return is_of_call(binding, request, now) && request.cseq == binding.cseq &&
                   binding.contact == contact.uri &&
                   binding.granted == granted_expiry(request.expires, contact.expires, aor);
        });
    });
}

/** Whether a URI can stand in the first line of a request. */
bool is_usable_uri(const std::string& uri)
{
    auto is_foreign = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"';
    };
    return !uri.empty() && uri.size() <= longest_contact && std::ranges::none_of(uri, is_foreign);
}

/** Whether a contact lies where its REGISTER came from. */
bool lies_at_source(const RegisterRequest& request)
{
    return request.route_to_source || request.via_rport || request.protocol == config::Protocol::ws ||
           request.protocol == config::Protocol::wss;
}

/** Whether a contact's URI wants a secure transport. */
bool is_sips(const AskedContact& contact)
{
    return begins_with_name(contact.uri, "sips:");
}

/** What carries messages to a contact. */
config::Protocol protocol_of(const AskedContact& contact, const RegisterRequest& request)
{
    if (lies_at_source(request))
        return request.protocol;
    return is_sips(contact) ? config::Protocol::tls : contact.protocol.value_or(request.protocol);
}

/** Where messages to a contact go; no address when its URI does not say. */
SocketAddress address_of(const AskedContact& contact, const RegisterRequest& request)
{
    if (lies_at_source(request))
        return request.source;
    auto ip = IpAddress::parse(contact.host);
    if (!ip || ip->is_unspecified())
        return {};
    std::uint16_t usual = protocol_of(contact, request) == config::Protocol::tls ? 5061 : 5060;
    return {*ip, contact.port ? contact.port : usual};
}

/** The Path that is kept, when it is within bounds. @rfc{3327,5.3} */
Result<std::vector<std::string>> path_of(const RegisterRequest& request, const config::Aor& aor)
{
    if (!aor.support_path)
        return std::vector<std::string>{};
    auto too_long = [](const std::string& value) { return value.size() > longest_contact; };
    if (request.path.size() > most_path_values || std::ranges::any_of(request.path, too_long))
        return refused(400, "Bad Path");
    return request.path;
}

/** The binding that a contact asks for. */
Result<Binding> binding_of(const AskedContact& contact, const RegisterRequest& request, const config::Aor& aor,
                           Clock::Instant now)
{
    Binding binding;
    binding.contact = contact.uri;
    binding.granted = granted_expiry(request.expires, contact.expires, aor);
    binding.address = address_of(contact, request);
    if (!binding.address)
        return refused(400, "Bad Contact");
    if (!aor.contact_acl.allows(binding.address.ip()))
        return refused(403, "Forbidden");
    auto path = path_of(request, aor);
    if (!path)
        return std::unexpected(path.error());
    binding.path = std::move(*path);
    binding.next_hop = next_hop_of(binding.path);
    binding.protocol = protocol_of(contact, request);
    if (request.protocol != config::Protocol::udp && binding.protocol == request.protocol)
        binding.flow = request.source;
    binding.expires = now + binding.granted;
    binding.username = noted(contact.user);
    binding.user_agent = noted(request.user_agent);
    binding.call_id = noted(request.call_id);
    binding.cseq = request.cseq;
    return binding;
}

/** The bindings while contacts are worked in. */
struct Draft {
    std::vector<Binding> old;   ///< those that were there and still are
    std::vector<Binding> made;  ///< those that this request makes

    /** Takes the binding of a contact out: by its URI, or the one that there may be. */
    void take_out(const AskedContact& contact, const config::Aor& aor)
    {
        auto is_meant = [&](const Binding& binding) { return aor.max_contacts == 1 || binding.contact == contact.uri; };
        std::erase_if(old, is_meant);
        std::erase_if(made, is_meant);
    }

    /** All that there will be, longest-lived first; for old ones that end first there may be no room. */
    std::vector<Binding> bindings(std::size_t most) &&
    {
        auto longest_first = [](std::vector<Binding>& some) {
            std::ranges::stable_sort(some, std::greater{}, &Binding::expires);
        };
        longest_first(old);
        if (old.size() > most - made.size())
            old.erase(old.begin() + static_cast<std::ptrdiff_t>(most - made.size()), old.end());
        std::ranges::move(old, std::back_inserter(made));
        longest_first(made);
        return std::move(made);
    }
};

/** Works contacts into the bindings, one after the other. */
Result<BindingChange> take_contacts(const std::vector<Binding>& live, const RegisterRequest& request,
                                    const config::Aor& aor, Clock::Instant now)
{
    Draft draft{.old = live, .made = {}};
    auto contacts = counting(request, aor);
    if (contacts.size() > aor.max_contacts)
        return refused(403, "Too many contacts");
    for (const auto& contact : contacts) {
        if (!is_usable_uri(contact.uri))
            return refused(400, "Bad Contact");
        draft.take_out(contact, aor);
        if (granted_expiry(request.expires, contact.expires, aor) == seconds{0})
            continue;
        auto binding = binding_of(contact, request, aor, now);
        if (!binding)
            return std::unexpected(binding.error());
        draft.made.push_back(std::move(*binding));
    }
    BindingChange change;
    change.added = !draft.made.empty();
    change.bindings = std::move(draft).bindings(aor.max_contacts);
    return change;
}

/** Whether a contact of `before` is no more among those `now`. */
bool lost_one(const std::vector<Binding>& before, const std::vector<Binding>& now)
{
    return std::ranges::any_of(before, [&](const Binding& old) {
        return std::ranges::find(now, old.contact, &Binding::contact) == now.end();
    });
}

}  // namespace

seconds granted_expiry(std::optional<long> header, std::optional<long> parameter, const config::Aor& aor)
{
    auto asked = asked_lifetime(header, parameter).value_or(aor.default_expiration.count());
    if (asked == 0)
        return seconds{0};
    return std::min(std::max(seconds{asked}, aor.minimum_expiration), aor.maximum_expiration);
}

bool wants_address(const AskedContact& contact, const RegisterRequest& request)
{
    bool removed = asked_lifetime(request.expires, contact.expires) == std::optional<long>{0};
    return !contact.star && !removed && !contact.host.empty() && !lies_at_source(request) && !IpAddress::parse(contact.host);
}

Result<BindingChange> decide(const std::vector<Binding>& current, const RegisterRequest& request,
                             const config::Aor& aor, Clock::Instant now)
{
    auto live = current;
    std::erase_if(live, [&](const Binding& binding) { return binding.expires <= now; });
    if (aor.max_contacts == 0)
        return refused(403, "Forbidden");
    if (names_star(request) && !is_star_alone_without_lifetime(request))
        return refused(400, "Bad Contact");
    if (request.contacts.empty())
        return BindingChange{.bindings = live, .removed = false, .added = false, .query = true};
    if (is_overtaken(live, request, now))
        return refused(500, "Server error");
    if (is_seen(live, request, aor, now))
        return BindingChange{.bindings = live, .removed = false, .added = false, .query = false};
    if (names_star(request))
        return BindingChange{.bindings = {}, .removed = !live.empty(), .added = false, .query = false};
    auto change = take_contacts(live, request, aor, now);
    if (change)
        change->removed = lost_one(live, change->bindings);
    return change;
}

}  // namespace sipcore::registrar

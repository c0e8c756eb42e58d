// SPDX-License-Identifier: GPL-2.0-only
/** @file sip.conf into the model: [general] first, then each device, with chan_sip's leniency. What is peculiar to sip.conf
 *  ends here: below, nobody knows of peers and friends. */
#include <algorithm>
#include <format>
#include <unordered_map>
#include <unordered_set>

#include "config/sip_conf_draft.h"
#include "config/values.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** Longest name of a device. */
constexpr std::size_t longest_name = 79;

/** A table by lower-case name, so that thousands of devices cost a look-up each. */
template <class T>
using Index = std::unordered_map<std::string, const Option<T>*>;

/** Lower-case letters. */
std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/** The rows of tables by all of their names. */
template <class T>
Index<T> index_of(std::initializer_list<std::span<const Option<T>>> tables)
{
    Index<T> index;
    for (auto table : tables) {
        for (const auto& row : table) {
            index.emplace(lower(row.name), &row);
            for (auto alias : split(row.aliases))
                index.emplace(lower(alias), &row);
        }
    }
    return index;
}

/** Reads one sip.conf. */
class SipConfReader {
public:
    /** Reads all sections. */
    Reading read(const Sections& sections)
    {
        for (const auto& section : sections) {
            if (same_name(section.name, "general") && !section.is_template) {
                read_general(section);
                break;
            }
        }
        for (const auto& section : sections) {
            if (!section.is_template && !same_name(section.name, "general") && !same_name(section.name, "authentication"))
                read_device(section);
        }
        finish();
        return std::move(reading_);
    }

private:
    /** Notes something about a line. */
    void complain(Weight weight, const Place& place, std::string what)
    {
        reading_.complaints.push_back({weight, place, std::move(what)});
    }

    /** Assigns a line by an index. @return whether the index knows its name */
    template <class T>
    bool assign(const Index<T>& index, T& object, const Entry& entry, const std::string& name)
    {
        auto at = index.find(name);
        if (at == index.end())
            return false;
        Value value{entry.value, {}};
        at->second->assign(object, value);
        if (!value.problem.empty())
            complain(Weight::warning, entry.place, std::format("{} = {}: {}", entry.name, entry.value, value.problem));
        if (at->second->effect == Effect::later)
            note_once(entry, at->second->name);
        return true;
    }

    /** Says once in a reading that an option has no effect yet. */
    void note_once(const Entry& entry, std::string_view option)
    {
        if (noted_.insert(option).second)
            complain(Weight::notice, entry.place, std::format("{} has no effect in this version", entry.name));
    }

    /** Says that an option has no effect yet, when it is one that chan_sip had in such a section. */
    void note_later(const Entry& entry, const std::string& name, Places place)
    {
        auto at = later_.find(name);
        if (at != later_.end() && (at->second->places == Places::both || at->second->places == place))
            note_once(entry, at->second->name);
    }

    /** Reads [general]. */
    void read_general(const Section& section)
    {
        for (const auto& entry : section.entries) {
            auto name = lower(entry.name);
            if (!assign(general_index_, general_, entry, name) && !assign(shared_index_, general_.defaults, entry, name))
                note_later(entry, name, Places::general);
        }
        if (!general_.defaults.endpoint.context.empty())
            general_.global.context = general_.defaults.endpoint.context;
        general_.global.language = general_.defaults.endpoint.language;
    }

    /** Reads a device, on top of one of the same name when there was one. */
    void read_device(const Section& section)
    {
        auto first = std::ranges::find_if(section.entries, [](const Entry& entry) { return same_name(entry.name, "type"); });
        if (first == section.entries.end())
            return complain(Weight::warning, section.place, std::format("Section '{}' lacks type", section.name));
        if (!same_name(first->value, "user") && !same_name(first->value, "peer") && !same_name(first->value, "friend"))
            return complain(Weight::warning, first->place, std::format("Unknown type '{}' for '{}'", first->value, section.name));
        auto name = section.name.substr(0, longest_name);
        auto [at, fresh] = devices_.try_emplace(lower(name), drafts_.size());
        if (fresh)
            drafts_.push_back(general_.defaults);
        auto& draft = drafts_[at->second];
        if (fresh && draft.endpoint.context.empty())
            draft.endpoint.context = general_.global.context;
        if (!fresh)
            draft.endpoint.set_var.clear();
        draft.endpoint.name = name;
        for (const auto& entry : section.entries) {
            auto option = lower(entry.name);
            if (!assign(device_index_, draft, entry, option))
                note_later(entry, option, Places::device);
        }
    }

    /** Makes the objects of the model from what was read. */
    void finish()
    {
        auto& config = reading_.config;
        config.global = general_.global;
        config.transports = transports();
        config.registrations = std::move(general_.registrations);
        config.mwi_subscriptions = std::move(general_.mwi_subscriptions);
        config.domains = std::move(general_.domains);
        for (auto& draft : drafts_) {
            if (!draft.dropped)
                take_apart(draft);
        }
    }

    /** The sockets: `::` stands for IPv6 and IPv4. */
    std::vector<Transport> transports() const
    {
        auto port = general_.bindport ? general_.bindport : general_.bind_port ? general_.bind_port : std::uint16_t{5060};
        Transport first;
        first.name = "udp";
        first.external_signaling_address = general_.external;
        first.local_net = general_.local_net;
        first.tos = general_.tos;
        auto any = *IpAddress::parse("0.0.0.0");
        first.bind = {general_.bind.family() == IpAddress::Family::none ? any : general_.bind, port};
        if (!(first.bind.ip().is_v6() && first.bind.ip().is_unspecified()))
            return {first};
        auto second = first;
        second.name = "udp6";
        first.bind = {any, port};
        return {first, second};
    }

    /** One device becomes an Endpoint, and an Aor and Auths where it has them. */
    void take_apart(DeviceDraft& draft)
    {
        auto& config = reading_.config;
        auto& endpoint = draft.endpoint;
        const auto& name = endpoint.name;
        if (endpoint.from_domain.empty())
            endpoint.from_domain = general_.from_domain;
        endpoint.identify_by.by_username = draft.user;
        endpoint.identify_by.by_address = draft.peer;
        auto user = draft.default_user.empty() ? name : draft.default_user;
        if (!draft.secret.empty() || !draft.md5_secret.empty()) {
            config.auths.push_back({name, name, draft.secret, draft.md5_secret, ""});
            endpoint.auth = name;
        }
        const auto& remote = draft.remote_secret.empty() ? draft.secret : draft.remote_secret;
        if (draft.peer && !remote.empty() && (user != name || remote != draft.secret)) {
            auto outbound = name + "-outbound";
            config.auths.push_back({outbound, user, remote, "", ""});
            endpoint.outbound_auth = outbound;
        }
        if (draft.peer) {
            config.aors.push_back(aor_of(draft));
            endpoint.aors = name;
        }
        config.endpoints.push_back(std::move(endpoint));
    }

    /** Where a device is. */
    Aor aor_of(const DeviceDraft& draft) const
    {
        auto aor = draft.aor;
        aor.name = draft.endpoint.name;
        aor.minimum_expiration = general_.minimum_expiry;
        aor.maximum_expiration = general_.maximum_expiry;
        aor.default_expiration = general_.default_expiry;
        aor.qualify_frequency = draft.qualify ? draft.qualify_frequency : seconds{0};
        auto uri = [&](const std::string& host) {
            bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
            auto place = bare_v6 ? "[" + host + "]" : host;
            return draft.port ? std::format("sip:{}:{}", place, draft.port) : std::format("sip:{}", place);
        };
        if (same_name(draft.host, "dynamic")) {
            aor.max_contacts = 1;
            if (!draft.default_ip.empty())
                aor.default_contact = uri(draft.default_ip);
        } else if (!draft.host.empty()) {
            aor.contact.push_back(uri(draft.host));
        }
        return aor;
    }

    /** The later options, by name. */
    static std::unordered_map<std::string, const LaterOption*> later_index()
    {
        std::unordered_map<std::string, const LaterOption*> index;
        for (const auto& option : later_options()) {
            index.emplace(lower(option.name), &option);
            for (auto alias : split(option.aliases))
                index.emplace(lower(alias), &option);
        }
        return index;
    }

    Index<GeneralDraft> general_index_ = index_of<GeneralDraft>({general_options()});
    Index<DeviceDraft> shared_index_ = index_of<DeviceDraft>({shared_options()});
    Index<DeviceDraft> device_index_ = index_of<DeviceDraft>({device_options(), shared_options()});
    std::unordered_map<std::string, const LaterOption*> later_ = later_index();
    std::unordered_set<std::string_view> noted_;
    GeneralDraft general_;
    std::vector<DeviceDraft> drafts_;
    std::unordered_map<std::string, std::size_t> devices_;
    Reading reading_;
};

}  // namespace

bool Reading::applicable() const
{
    return std::ranges::none_of(complaints, [](const Complaint& complaint) { return complaint.weight == Weight::error; });
}

Reading read_sip_conf(const Sections& sections)
{
    return SipConfReader{}.read(sections);
}

}  // namespace sipcore::config
